const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const
type Interrupt = keyof typeof exitCodes

/**
 * Ctrl-C in a terminal can arrive twice, once directly and once passed on by the launcher: a repeat within this
 * many milliseconds is the same wish.
 */
const sameWish = 1000

export interface Interruption {
  readonly signal: AbortSignal
  /** The exit code the interrupt asks for; undefined while there was none. */
  exitCode(): number | undefined
  dispose(): void
}

export interface SignalSource {
  on(event: Interrupt, listener: (event: Interrupt) => void): unknown
  off(event: Interrupt, listener: (event: Interrupt) => void): unknown
}

/** The first interrupt asks the act to stop; a second, later one calls `quit` at once. */
export const watchInterrupts = (
  source: SignalSource,
  now: () => number,
  quit: (code: number) => void,
): Interruption => {
  const controller = new AbortController()
  let first: { at: number; code: number } | undefined
  const listener = (event: Interrupt) => {
    if (first && now() - first.at > sameWish) return quit(first.code)
    first ??= { at: now(), code: exitCodes[event] }
    controller.abort()
  }
  const events = Object.keys(exitCodes) as Interrupt[]
  for (const event of events) source.on(event, listener)
  return {
    signal: controller.signal,
    exitCode: () => first?.code,
    dispose: () => {
      for (const event of events) source.off(event, listener)
    },
  }
}
