import type { Writable } from 'node:stream'
import { neutral } from './text/neutral.ts'
import { size } from './text/size.ts'
import { fit } from './text/width.ts'

/** One line that is written over again and again while an act runs. Silent unless a terminal shows it. */
export interface Progress {
  show(text: string): void
  clear(): void
}

/** Often enough to look alive, seldom enough to cost nothing, in milliseconds. */
const interval = 100

export const progressLine = (
  stream: Writable & { isTTY?: boolean; columns?: number },
  now: () => number,
): Progress => {
  if (!stream.isTTY) return { show: () => undefined, clear: () => undefined }
  let shownAt = Number.NEGATIVE_INFINITY
  let visible = false
  return {
    show(text) {
      if (now() - shownAt < interval) return
      shownAt = now()
      visible = true
      stream.write(`\r\x1b[K${fit(neutral(text), (stream.columns ?? 80) - 1)}`)
    },
    clear() {
      if (visible) stream.write('\r\x1b[K')
      visible = false
    },
  }
}

/** How far an act on bytes is: `app.log: 41 % of 1.2 GB`. */
export const bytesDone = (name: string, done: number, total: number): string => {
  const percent = total > 0 ? Math.min(100, Math.floor((done / total) * 100)) : 100
  return `${name}: ${percent} % of ${size(total)}`
}
