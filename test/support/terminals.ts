import type { Services } from '../../shared/contract/index.ts'
import type { TerminalNews } from '../../shared/contract/terminals.ts'
import type { Client } from '../../shared/wire/client.ts'

export const size = { columns: 80, rows: 24 }

/**
 * A window on a terminal: all it is told, and what it shows when each state draws anew. After the first item it reads on
 * when `readsOn` resolves.
 */
export const watchTerminal = (client: Client<Services>, id: string, readsOn?: Promise<unknown>) => {
  const controller = new AbortController()
  const news: TerminalNews[] = []
  let shown = Buffer.alloc(0)
  let unmet: { met(): boolean; resolve(): void }[] = []
  const look = () => {
    for (const wish of unmet) if (wish.met()) wish.resolve()
    unmet = unmet.filter((wish) => !wish.met())
  }
  const reading = (async () => {
    for await (const item of client.terminals.attach({ id, ...size }, { signal: controller.signal })) {
      if (item instanceof Uint8Array) shown = Buffer.concat([shown, item])
      else {
        news.push(item)
        if (item.type === 'state') shown = Buffer.alloc(0)
      }
      look()
      await readsOn
    }
  })()
  // Whoever waits for the end sees why it came; a window that nobody asks just ends.
  reading.catch(() => undefined)
  const until = (met: () => boolean) =>
    new Promise<void>((resolve) => {
      if (met()) resolve()
      else unmet.push({ met, resolve })
    })
  return {
    news,
    bytes: () => shown,
    text: () => shown.toString(),
    shows: (text: string) => until(() => shown.includes(text)),
    until,
    /** Resolves when the host has nothing more to tell. */
    over: reading,
    close: async () => {
      controller.abort()
      await reading.catch(() => undefined)
    },
  }
}
