import { compile } from 'html-to-text'

/** Longer HTML is cut before it is read: it is no message that a person wrote. */
const maxLength = 4_000_000

const convert = compile({
  wordwrap: false,
  limits: { maxInputLength: maxLength, maxDepth: 200 },
  selectors: [
    { selector: 'a', options: { hideLinkHrefIfSameAsText: true } },
    { selector: 'img', format: 'skip' },
    { selector: 'table', format: 'block' },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
  ],
})

/** The text of an HTML message; '' where there is none or where it defeats the reader. */
export const htmlToPlain = (html: string): string => {
  try {
    return convert(html).trim()
  } catch {
    // Hostile nesting: the tags are taken out by force.
    return html
      .slice(0, maxLength)
      .replace(/<[^<>]{0,2000}>/g, ' ')
      .trim()
  }
}
