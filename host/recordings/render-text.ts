import type { IBuffer } from '@xterm/headless'

/** What stands in a buffer, wrapped lines joined, without blanks at their ends and empty lines at its end. */
export function* textLines(buffer: IBuffer): Generator<string> {
  let empty = 0
  let open: string | null = null
  for (let y = 0; y < buffer.length; y += 1) {
    const line = buffer.getLine(y)
    const goesOn = buffer.getLine(y + 1)?.isWrapped === true
    open = (open ?? '') + (line?.translateToString(!goesOn) ?? '')
    if (goesOn) continue
    if (open === '') empty += 1
    else {
      for (; empty > 0; empty -= 1) yield ''
      yield open
    }
    open = null
  }
}
