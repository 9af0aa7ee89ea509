import xterm from '@xterm/headless'
import { feed } from '../../renderer/terminal/session/feed.ts'
import type { Services } from '../../shared/contract/index.ts'
import type { Client } from '../../shared/wire/client.ts'

export interface ScreenOptions {
  id: string
  columns: number
  /** Nobody works in it, so that it leaves the page its time and falls behind a flood. */
  beside: boolean
}

/** A window on a terminal with a real screen, fed as those of the renderer are. */
export const openScreen = (client: Client<Services>, { id, columns, beside }: ScreenOptions) => {
  const stop = new AbortController()
  const { signal } = stop
  const term = new xterm.Terminal({ cols: columns, rows: 24, scrollback: 100_000, allowProposedApi: true })
  let own = columns
  let states = 0
  let drawn = false
  const drawing = feed({
    term,
    open: () => client.terminals.attach({ id, columns: own, rows: 24 }, { signal }),
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    signal,
    inFront: () => !beside,
    onReplay(now) {
      drawn = !now
      if (now) states += 1
    },
    onNews: () => undefined,
    onState: () => undefined,
  })
  // Whoever waits for what it shows sees that it does not.
  drawing.catch(() => undefined)
  const rows = () => {
    const { active } = term.buffer
    return Array.from({ length: active.length }, (_, y) => active.getLine(y)?.translateToString(true) ?? '')
  }
  return {
    rows,
    text: () => rows().join('\n').trimEnd(),
    /** How often it was drawn from nothing, and whether it is drawn to the end. */
    states: () => states,
    drawn: () => drawn,
    async resize(next: number) {
      own = next
      await client.terminals.resize({ id, columns: next, rows: 24 })
    },
    async close() {
      stop.abort()
      await drawing.catch(() => undefined)
      term.dispose()
    },
  }
}
