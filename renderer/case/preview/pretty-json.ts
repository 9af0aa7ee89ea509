const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/gs

/** Deeper nesting is made to break viewers; the text is then shown as it is. */
const deepest = 200

/**
 * JSON with a line for each member. Works on the text, so that every number and escape stays as the evidence has it;
 * what is no JSON, or is cut off, comes back unchanged.
 */
export const prettyJson = (text: string): string => {
  try {
    JSON.parse(text)
  } catch {
    // Cut off or damaged: the text itself is what there is to see.
    return text
  }
  const out: string[] = []
  let depth = 0
  let fresh = false
  const line = () => out.push('\n', '  '.repeat(depth))
  for (const [part] of text.matchAll(token)) {
    const closes = part === '}' || part === ']'
    if (closes) depth -= 1
    if (depth > deepest) return text
    if (closes !== fresh) line()
    fresh = part === '{' || part === '['
    if (fresh) depth += 1
    if (part === ',') {
      out.push(part)
      fresh = true
      continue
    }
    out.push(part === ':' ? ': ' : part)
  }
  return out.join('')
}
