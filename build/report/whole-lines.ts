/** Passes on what several programs print side by side, each line in one piece. */
export const wholeLines = (write: (text: string) => void) => {
  const decoder = new TextDecoder()
  let rest = ''
  return {
    take(chunk: Uint8Array): void {
      const text = rest + decoder.decode(chunk, { stream: true })
      const end = text.lastIndexOf('\n') + 1
      if (end > 0) write(text.slice(0, end))
      rest = text.slice(end)
    },
    /** Passes on a last line that was not ended. */
    end(): void {
      const text = rest + decoder.decode()
      if (text) write(`${text}\n`)
      rest = ''
    },
  }
}
