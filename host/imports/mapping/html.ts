import { compile } from 'html-to-text'

/** Longer HTML is cut before it is read, in UTF-16 units: it is no message that a person wrote. */
export const longestHtml = 2_000_000

const convert = compile({
  wordwrap: false,
  limits: { maxInputLength: longestHtml, maxDepth: 200 },
  selectors: [
    { selector: 'a', options: { hideLinkHrefIfSameAsText: true } },
    { selector: 'img', format: 'skip' },
    { selector: 'table', format: 'block' },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
  ],
})

/** Elements that hold nothing, or that the next one of their kind closes. */
const flat =
  /^(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr|p|li|dt|dd|td|th|tr|option)$/i
const maxDepth = 300

/** Whether elements are nested so deep that the converter, which walks each level again, would not end. */
const isBottomless = (html: string): boolean => {
  let depth = 0
  for (const [, close, name = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9]{0,20})/gi)) {
    if (flat.test(name)) continue
    depth = close ? Math.max(0, depth - 1) : depth + 1
    if (depth > maxDepth) return true
  }
  return false
}

const strip = (html: string): string =>
  html
    .replace(/<[^<>]{0,2000}>/g, ' ')
    .replace(/[ \t]+/g, ' ')
    .trim()

/** The text of an HTML message; '' where there is none. */
export const htmlToPlain = (html: string): string => {
  const start = html.slice(0, longestHtml)
  if (isBottomless(start)) return strip(start)
  try {
    return convert(start).trim()
  } catch {
    // What the converter refuses loses its tags by force.
    return strip(start)
  }
}
