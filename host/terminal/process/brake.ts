import type { Pty } from './pty.ts'

/** Milliseconds for which a terminal gives way to another one that a person types into. */
const giveWayMs = 40

/** Keeps a pty from being read, so that its program waits. */
export interface Brake {
  /** Until `release`; the disk takes nothing. */
  hold(): void
  release(): void
  /** For a moment: what a person types elsewhere is seen first. */
  giveWay(): void
  dispose(): void
}

export const createBrake = (pty: Pick<Pty, 'pause' | 'resume'>): Brake => {
  let held = false
  let timer: NodeJS.Timeout | undefined
  const goOn = () => {
    timer = undefined
    if (!held) pty.resume()
  }
  return {
    hold() {
      held = true
      pty.pause()
    },
    release() {
      held = false
      if (!timer) pty.resume()
    },
    giveWay() {
      if (timer) return void timer.refresh()
      pty.pause()
      timer = setTimeout(goOn, giveWayMs)
    },
    dispose: () => clearTimeout(timer),
  }
}
