import headless from '@xterm/headless'
import { bytesOf } from '../../shared/lib/asciicast/bytes.ts'
import type { CastEvent, CastPart } from '../../shared/lib/asciicast/cast.ts'

/** Lines that are kept behind the screen, as many as a terminal of the bench keeps. */
const SCROLLBACK = 100_000
const MOST_COLUMNS = 1_000
const MOST_ROWS = 1_000

export interface Replay {
  terminal: headless.Terminal
  /** Whether lines were lost because there were more than are kept. */
  truncated: boolean
}

/** Bytes that may wait to be drawn: each wait costs a turn of the event loop, so it is not one per event. */
const MOST_WAITING = 262_144

/** Plays a recording to its end as fast as it goes; `parts` has to begin with its header. Dispose of the terminal. */
export const replay = async (parts: AsyncIterable<CastPart>): Promise<Replay> => {
  const terminal = new headless.Terminal({ scrollback: SCROLLBACK, allowProposedApi: true, logLevel: 'off' })
  const drawn = (bytes: Uint8Array | string) => new Promise<void>((done) => terminal.write(bytes, done))
  let waiting = 0
  const apply = async ({ code, data }: CastEvent): Promise<void> => {
    const size = code === 'r' ? /^(\d{1,5})x(\d{1,5})$/.exec(data) : null
    if (size) {
      await drawn('')
      resize(terminal, Number(size[1]), Number(size[2]))
    } else if (code === 'o') {
      waiting += data.length
      if (waiting <= MOST_WAITING) terminal.write(bytesOf(data))
      else {
        await drawn(bytesOf(data))
        waiting = 0
      }
    }
  }
  try {
    for await (const part of parts) {
      if (part.type === 'header') resize(terminal, part.header.columns, part.header.rows)
      else if (part.type === 'event') await apply(part.event)
    }
    await drawn('')
  } catch (error) {
    terminal.dispose()
    throw error
  }
  return { terminal, truncated: terminal.buffer.normal.length >= SCROLLBACK + terminal.rows }
}

const resize = (terminal: headless.Terminal, columns: number, rows: number): void =>
  terminal.resize(within(columns, MOST_COLUMNS), within(rows, MOST_ROWS))

const within = (value: number, most: number): number => Math.max(1, Math.min(value, most))
