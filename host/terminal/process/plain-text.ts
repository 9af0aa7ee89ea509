import headless from '@xterm/headless'

/** Lines that are drawn to be read; of a longer output the first ones are left out. */
const linesAtMost = 100_000
/** Bytes drawn at a time, so that the process stays awake. */
const pieceBytes = 256 * 1024

/** Output as a person read it: drawn on a screen of that width, then the screen's text, long lines in one piece. */
export const plainText = async (
  chunks: Iterable<Uint8Array>,
  { columns, mostBytes }: { columns: number; mostBytes: number },
): Promise<{ text: string; truncated: boolean }> => {
  const terminal = new headless.Terminal({
    cols: columns,
    rows: 24,
    scrollback: linesAtMost,
    allowProposedApi: true,
    convertEol: false,
  })
  try {
    for (const chunk of chunks)
      for (let at = 0; at < chunk.length; at += pieceBytes)
        await new Promise<void>((resolve) => terminal.write(chunk.subarray(at, at + pieceBytes), resolve))
    return cut(lines(terminal.buffer.normal), mostBytes)
  } finally {
    terminal.dispose()
  }
}

const lines = (buffer: headless.IBuffer): string => {
  const found: string[] = []
  for (let index = 0; index < buffer.length; index += 1) {
    const line = buffer.getLine(index)
    if (!line) continue
    const wrapsOn = buffer.getLine(index + 1)?.isWrapped === true
    const text = line.translateToString(!wrapsOn)
    if (line.isWrapped && found.length > 0) found[found.length - 1] += text
    else found.push(text)
  }
  return found.join('\n').replace(/\n+$/, '')
}

/** The last bytes that fit, from the beginning of a line: what a command says last matters most. */
const cut = (text: string, mostBytes: number): { text: string; truncated: boolean } => {
  const bytes = Buffer.from(text)
  if (bytes.length <= mostBytes) return { text, truncated: false }
  const tail = bytes.subarray(bytes.length - mostBytes)
  const line = tail.indexOf(10)
  return { text: tail.subarray(line + 1).toString(), truncated: true }
}
