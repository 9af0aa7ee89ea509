/** What tells the time, in milliseconds; a test has its own. */
export interface Clocks {
  /** Never goes back. While the machine sleeps it stands still on Linux, and goes on on macOS and Windows. */
  steady(): number
  /** The time of day, which goes on while the machine sleeps, and jumps where somebody sets it. */
  wall(): number
  /** Calls once after a time; answers how to take that back. */
  later(ms: number, act: () => void): () => void
}

const systemClocks: Clocks = {
  steady: () => performance.now(),
  wall: () => Date.now(),
  later: (ms, act) => {
    const timer = setTimeout(act, ms).unref()
    return () => clearTimeout(timer)
  },
}

/** Milliseconds between two looks at the clocks, and how late one may be before the machine is said to have slept. */
const lookMs = 1000
const lateMs = 15_000

export interface AwakeTime extends Disposable {
  /** Milliseconds that passed while the machine was awake. */
  passed(): number
  /** Milliseconds for which it slept. Somebody who sets the clock forward cannot be told from that. */
  slept(): number
}

interface Alarm {
  /** Milliseconds. */
  after: number
  ring(): void
}

/**
 * Takes the time that the machine is awake, and with an alarm rings once so much of it has passed. A laptop that sleeps
 * for hours uses up no time limit: nothing of ours, and none of its services, ran meanwhile.
 */
export const awakeTime = (alarm: Alarm | null = null, clocks: Clocks = systemClocks): AwakeTime => {
  let passed = 0
  let slept = 0
  let steadyAt = clocks.steady()
  let wallAt = clocks.wall()
  const look = () => {
    const steady = clocks.steady()
    const wall = clocks.wall()
    const late = Math.max(steady - steadyAt, wall - wallAt)
    const awake = steady - steadyAt > lateMs ? lookMs : steady - steadyAt
    passed += awake
    if (late > lateMs) slept += late - awake
    steadyAt = steady
    wallAt = wall
  }
  let due = alarm?.after ?? Number.POSITIVE_INFINITY
  const next = () => clocks.later(Math.min(lookMs, Math.max(1, due - passed)), tick)
  const tick = () => {
    look()
    takeBack = next()
    if (passed < due) return
    due = Number.POSITIVE_INFINITY
    alarm?.ring()
  }
  let takeBack = next()
  return {
    passed() {
      look()
      return passed
    },
    slept() {
      look()
      return slept
    },
    [Symbol.dispose]: () => takeBack(),
  }
}

/** Aborts once the machine was awake for that many milliseconds. */
export const awakeTimeout = (ms: number): { signal: AbortSignal } & Disposable => {
  const controller = new AbortController()
  const time = awakeTime({ after: ms, ring: () => controller.abort() })
  return { signal: controller.signal, [Symbol.dispose]: time[Symbol.dispose] }
}
