// Bidirectional overrides and isolates can make a line read differently from what it says.
const bidiControls = '\u202a-\u202e\u2066-\u2069'
const unsafe = new RegExp(`[\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029${bidiControls}]`, 'g')
const unsafeInJson = new RegExp(`[\\u007f-\\u009f\\u2028\\u2029${bidiControls}]`, 'g')

/**
 * A text of somebody else, safe to write to a terminal: control characters become visible symbols (U+2400 on),
 * so that no escape sequence survives. Lines are kept with `lines`, else folded into spaces.
 */
export const neutral = (text: string, { lines = false }: { lines?: boolean } = {}): string =>
  text.replace(/\r\n?/g, '\n').replace(unsafe, (sign) => {
    if (sign === '\n') return lines ? '\n' : ' '
    if (sign === '\t') return lines ? '  ' : ' '
    const code = sign.charCodeAt(0)
    if (code < 0x20) return String.fromCharCode(0x2400 + code)
    if (code === 0x7f) return '\u2421'
    return code < 0xa0 ? '\ufffd' : ''
  })

/** JSON whose text holds no character that a terminal obeys; the value is the same. `indent` as for JSON.stringify. */
export const safeJson = (value: unknown, indent = 0): string =>
  JSON.stringify(value, null, indent).replace(
    unsafeInJson,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
