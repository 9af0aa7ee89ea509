/** What a person chose for terminals on this machine. */
export interface TerminalOptions {
  fontSize: number
  /** Lines. */
  scrollback: number
  screenReader: boolean
  /** Records every terminal from its start. */
  record: boolean
}

export const optionsKey = 'terminal.options'

const standard: TerminalOptions = { fontSize: 13, scrollback: 100_000, screenReader: false, record: false }

/** Reads what was kept; anything unknown falls back. */
export const readOptions = (stored: unknown): TerminalOptions => {
  const { fontSize, screenReader, record } = (stored ?? {}) as Partial<Record<keyof TerminalOptions, unknown>>
  const size = typeof fontSize === 'number' && fontSize >= 8 && fontSize <= 32 ? fontSize : standard.fontSize
  return { ...standard, fontSize: size, screenReader: screenReader === true, record: record === true }
}
