export interface Interpolated {
  text: string
  /** Variables that have no value; Compose takes them for empty, or for what its own surroundings say. */
  missing: string[]
}

const NAME = /^[a-zA-Z_]\w*/

/** The end of a `${…}` that begins at `from`, which is behind its brace. */
const closing = (text: string, from: number): number => {
  let depth = 1
  for (let at = from; at < text.length; at++) {
    if (text[at] === '{' && text[at - 1] === '$') depth++
    else if (text[at] === '}' && --depth === 0) return at
  }
  return -1
}

/**
 * Puts variables into a text as Compose does: `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME-default}`, `${NAME:?error}`,
 * `${NAME?error}`, `${NAME:+other}`, `${NAME+other}`, nested, and `$$` for a dollar.
 * https://github.com/compose-spec/compose-spec/blob/main/12-interpolation.md
 */
export const interpolate = (
  text: string,
  variables: Readonly<Record<string, string>>,
  depth = 0,
): Interpolated => {
  const missing: string[] = []
  const inner = (part: string): string => {
    if (depth > 20) {
      // As good as unknown: nobody nests so deep to be understood.
      missing.push(part.slice(0, 50))
      return ''
    }
    const done = interpolate(part, variables, depth + 1)
    missing.push(...done.missing)
    return done.text
  }
  const value = (name: string): string | undefined =>
    Object.hasOwn(variables, name) ? variables[name] : undefined
  const braced = (body: string): string => {
    const name = NAME.exec(body)?.[0] ?? ''
    const found = value(name)
    const [, empty = '', sign = '', rest = ''] = /^(:?)([-?+]?)([\s\S]*)$/.exec(body.slice(name.length)) ?? []
    const isSet = found !== undefined && (empty === '' || found !== '')
    if (sign === '+') return isSet ? inner(rest) : ''
    if (isSet) return found
    if (sign === '-') return inner(rest)
    missing.push(name)
    return ''
  }
  let out = ''
  for (let at = 0; at < text.length; at++) {
    if (text[at] !== '$') {
      out += text[at]
      continue
    }
    if (text[at + 1] === '$') {
      out += '$'
      at++
    } else if (text[at + 1] === '{') {
      const end = closing(text, at + 2)
      if (end === -1) return { text: out + text.slice(at), missing: [...missing, text.slice(at, at + 50)] }
      out += braced(text.slice(at + 2, end))
      at = end
    } else {
      const name = NAME.exec(text.slice(at + 1))?.[0] ?? ''
      if (name === '') out += '$'
      else out += braced(name)
      at += name.length
    }
  }
  return { text: out, missing }
}

/** The variables of a `.env` file: `NAME=value`, quotes taken off, what follows a space and `#` left out. */
export const readEnvFile = (text: string): { name: string; value: string; line: number }[] =>
  text.split(/\r?\n/).flatMap((whole, at) => {
    const [, name, raw = ''] =
      /^\s*(?:export\s+)?([\w.-]+)\s*[=:]\s*(.*?)\s*$/.exec(whole.replace(/^\uFEFF/, '')) ?? []
    if (name === undefined) return []
    const quoted = /^(["'])([\s\S]*?)\1/.exec(raw)
    return [{ name, value: quoted?.[2] ?? raw.replace(/(^|\s)#.*$/, '').trimEnd(), line: at + 1 }]
  })
