/** Bytes of a path as git quotes it in C style (quote.c, `"a\303\244"`); what is not quoted comes back as it stands. */
export const unquote = (text: string): string => {
  if (!text.startsWith('"')) return text
  const end = text.lastIndexOf('"')
  return text
    .slice(1, end > 0 ? end : undefined)
    .replace(/\\([0-7]{1,3}|.)/g, (_, code: string) =>
      /^[0-7]/.test(code) ? String.fromCharCode(Number.parseInt(code, 8) & 255) : (escapes[code] ?? code),
    )
}

/** A path as git reads it back whatever is in it. */
export const quote = (bytes: string): string =>
  `"${bytes.replace(/[^ !#-[\]-~]/g, (char) => `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`)}"`

const escapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

/** Bytes, held one by one in a string, as the text that they are in UTF-8. */
export const textOf = (bytes: string): string => Buffer.from(bytes, 'latin1').toString('utf8')
