export interface Pasted {
  /** What is given to the program. */
  text: string
  lines: number
  /** Whether characters were left out that a person does not see, and a terminal acts on. */
  cleaned: boolean
}

/** Control characters a text has of its own. */
const kept = new Set(['\t', '\n', '\r'])

/**
 * Text of the clipboard as it may go to a program. An escape character in it could end the bracket of a bracketed
 * paste (`ESC [ 201 ~`) and have the rest run as if it were typed.
 */
export const readPaste = (clipboard: string): Pasted => {
  const text = clipboard.replace(/\p{Cc}/gu, (one) => (kept.has(one) ? one : ''))
  const lines = text.split(/\r\n|\r|\n/)
  // A line end at the end runs what stands before it just the same.
  return { text, lines: lines.length, cleaned: text !== clipboard }
}
