import type { NetworkKind } from '../../../shared/contract/transfers.ts'

/** Milliseconds between two questions to the system, which may start a program for each. */
const everyMs = 60_000

export interface NetworkWatch {
  /** Null until it was asked for once. */
  kind(): NetworkKind | null
  /** Asks the system now. Never rejects. */
  look(): Promise<void>
  close(): void
}

/** Asks for the kind of network now and again while `wanted`, and tells when it is another one. */
export const watchNetwork = (options: {
  ask(): Promise<NetworkKind>
  wanted(): boolean
  onChange(): void
}): NetworkWatch => {
  let kind: NetworkKind | null = null
  let asking: Promise<void> | undefined
  const ask = async () => {
    const told = await options.ask().catch(() => 'unknown' as const)
    asking = undefined
    if (told === kind) return
    kind = told
    options.onChange()
  }
  const look = () => (asking ??= ask())
  const timer = setInterval(() => options.wanted() && void look(), everyMs)
  timer.unref()
  return { kind: () => kind, look, close: () => clearInterval(timer) }
}
