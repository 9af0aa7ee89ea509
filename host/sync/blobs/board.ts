import { type Speedometer, speedometer } from './speed.ts'
import type { Direction } from './transfer.ts'

/** Milliseconds between tidings, however many bytes move. */
const tellEvery = 200

/** A file on its way at this moment. */
export interface Moving {
  sha256: string
  direction: Direction
  bytes: number
  done: number
  /** Bytes a second in the last seconds; null while that is not known. */
  speed: number | null
}

export interface Board {
  /** What moves now. */
  moving(): Moving[]
  /** Shows a file until the disposer is called. */
  show(moving: Omit<Moving, 'speed'>): { progress(done: number): void; remove(): void }
  /** Something changed that a listener may want to read again. */
  changed(): void
  watch(listener: (moving: Moving[]) => void): () => void
  close(): void
}

/** What moves, as it is told to whoever looks: at most five times a second, and always how it ended. */
export const transferBoard = (now: () => number): Board => {
  const shown = new Map<object, { one: Omit<Moving, 'speed'>; pace: Speedometer }>()
  const listeners = new Set<(moving: Moving[]) => void>()
  let timer: NodeJS.Timeout | undefined
  const moving = () => [...shown.values()].map(({ one, pace }) => ({ ...one, speed: pace.speed(now()) }))
  const tell = () => {
    timer = undefined
    for (const listener of listeners) listener(moving())
  }
  const changed = () => {
    if (listeners.size === 0) return
    timer ??= setTimeout(tell, tellEvery)
    timer.unref()
  }
  return {
    moving,
    changed,
    show(one) {
      const key = {}
      const pace = speedometer()
      shown.set(key, { one, pace })
      changed()
      return {
        progress(done) {
          one.done = done
          pace.note(done, now())
          changed()
        },
        remove() {
          shown.delete(key)
          changed()
        },
      }
    },
    watch(listener) {
      listeners.add(listener)
      listener(moving())
      return () => void listeners.delete(listener)
    },
    close() {
      clearTimeout(timer)
      listeners.clear()
    },
  }
}
