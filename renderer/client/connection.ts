import { createStore, type StoreApi } from 'zustand/vanilla'
import { type Services, services } from '../../shared/contract/index.ts'
import { type Client, connect } from '../../shared/wire/client.ts'
import type { Wire } from '../../shared/wire/message.ts'
import type { Dialer } from './dialer.ts'
import { enduring } from './enduring.ts'

export type ConnectionState =
  | { is: 'connecting' }
  | { is: 'open' }
  /** Tried again by itself; `attempt` counts from 1. */
  | { is: 'lost'; attempt: number }
  /** Not tried again until `retry`; `reason` is a sentence of the host. */
  | { is: 'signed-out'; reason: string }
  /** The host was replaced by another version; this page is of the old one and must be loaded again. */
  | { is: 'newer-host'; version: string }

export interface Connection {
  /** Survives reconnects: see `enduring`. */
  readonly client: Client<Services>
  readonly state: StoreApi<ConnectionState>
  /** Tries at once; on an open connection, finds out whether the host still answers. */
  retry(): void
  close(): void
}

export interface ConnectionOptions {
  dialer: Dialer
  /** A share from 0 to 1. */
  random?: () => number
  /** Resolves after so many milliseconds, or as soon as the signal aborts. */
  wait?: (ms: number, signal: AbortSignal) => Promise<void>
}

/** Milliseconds before the first attempt after a loss, and at most; doubled each time, and spread by half. */
const firstDelayMs = 250
const longestDelayMs = 10_000

/** Milliseconds between two probes of an open connection whose transport may not notice its end. */
const probeEveryMs = 30_000

/** Probes in a row that must fail: a host that is busy for a moment is not gone. */
const probesAtMost = 2

/** The longest that a browser's timer takes. */
const foreverMs = 2 ** 31 - 1

/** Keeps a connection to the host: dials, and dials again whenever it is lost. */
export const openConnection = (options: ConnectionOptions): Connection => {
  const { dialer, random = Math.random, wait = pause } = options
  const state = createStore<ConnectionState>(() => ({ is: 'connecting' }))
  const closing = new AbortController()
  const { signal } = closing
  let nudge = new AbortController()
  let client: Client<Services> | undefined
  let version: string | null = null

  const show = (next: ConnectionState) => state.setState(next, true)
  /** Waits so long, or until somebody nudges. */
  const rest = async (ms: number) => {
    nudge = new AbortController()
    await wait(ms, AbortSignal.any([signal, nudge.signal]))
  }

  /** Holds an open wire until it is over. */
  const hold = async (wire: Wire) => {
    let over = false
    wire.onClose(() => {
      over = true
      nudge.abort()
    })
    client = connect(services, wire)
    show({ is: 'open' })
    while (!over && !signal.aborted) {
      await rest(probeEveryMs)
      if (!over && !signal.aborted && !(await answers(dialer))) break
    }
    wire.close()
    client = undefined
  }

  /** One attempt; how many have failed after it, or null when no other one makes sense by itself. */
  const attempt = async (failed: number): Promise<number | null> => {
    const dialed = await dialer.dial(signal)
    if (dialed.is === 'unreachable') return failed + 1
    if (dialed.is === 'signed-out') {
      show(dialed)
      return null
    }
    const replaced = version !== null && dialed.version !== null && dialed.version !== version
    if (replaced || signal.aborted) {
      dialed.wire.close()
      if (replaced) show({ is: 'newer-host', version: dialed.version ?? '' })
      return null
    }
    version = dialed.version
    await hold(dialed.wire)
    return 1
  }

  const run = async () => {
    for (let failed: number | null = 0; !signal.aborted; ) {
      failed = await attempt(failed ?? 0)
      if (signal.aborted) return
      if (failed !== null) show({ is: 'lost', attempt: failed })
      await rest(failed === null ? foreverMs : delayAfter(failed) * (0.5 + random() / 2))
    }
  }
  void run()

  const final = () => signal.aborted || ['signed-out', 'newer-host'].includes(state.getState().is)
  return {
    client: enduring(services, {
      current: () => client ?? (final() ? 'never' : 'soon'),
      onChange: (listener) => state.subscribe(listener),
    }),
    state,
    retry: () => nudge.abort(),
    close: () => closing.abort(),
  }
}

const delayAfter = (failed: number): number => Math.min(longestDelayMs, firstDelayMs * 2 ** (failed - 1))

const answers = async ({ probe }: Dialer): Promise<boolean> => {
  for (let failed = 0; failed < probesAtMost; failed += 1) if (!probe || (await probe())) return true
  return false
}

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end, { once: true })
    if (signal.aborted) end()
  })
