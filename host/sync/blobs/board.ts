import type { Direction } from './transfer.ts'

/** Milliseconds between tidings, however many bytes move. */
const tellEvery = 100

/** A file on its way at this moment. */
export interface Moving {
  sha256: string
  direction: Direction
  bytes: number
  done: number
}

export interface Board {
  /** What moves now. */
  moving(): Moving[]
  /** Shows a file until the disposer is called. */
  show(moving: Moving): { progress(done: number): void; remove(): void }
  /** Something changed that a listener may want to read again. */
  changed(): void
  watch(listener: (moving: Moving[]) => void): () => void
  close(): void
}

/** What moves, as it is told to whoever looks: at most ten times a second, and always how it ended. */
export const transferBoard = (): Board => {
  const shown = new Set<Moving>()
  const listeners = new Set<(moving: Moving[]) => void>()
  let timer: NodeJS.Timeout | undefined
  const moving = () => [...shown].map((one) => ({ ...one }))
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
      shown.add(one)
      changed()
      return {
        progress(done) {
          one.done = done
          changed()
        },
        remove() {
          shown.delete(one)
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
