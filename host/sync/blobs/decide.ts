import type { TransferHold, TransferSettings } from '../../../shared/contract/transfers.ts'
import type { Network, Transfer } from './transfer.ts'

export interface Conditions {
  network: Network
  settings: TransferSettings
  /** Everything rests. */
  paused: boolean
}

/** Sizes that may go now, in bytes; -1 lets none go. */
export interface Allowance {
  unconfirmed: number
  confirmed: number
}

/** Which transfers may go now by what a person allows. A file of unknown size counts as one that is asked for. */
export const allowance = (conditions: Conditions): Allowance =>
  conditions.paused || conditions.network === 'offline'
    ? { unconfirmed: -1, confirmed: -1 }
    : unasked(conditions)

/** Sizes that go without a person's yes and with it, once nothing rests and there is a network. */
export const unasked = ({ network, settings }: Pick<Conditions, 'network' | 'settings'>): Allowance => ({
  unconfirmed: networkHold(network, settings) === null ? settings.askAbove : -1,
  confirmed: Number.MAX_SAFE_INTEGER,
})

const networkHold = (network: Network, { networks }: TransferSettings): 'network' | 'asked' | null => {
  if (networks === 'asked') return 'asked'
  return networks === 'unmetered' && network === 'metered' ? 'network' : null
}

/** Why a pending transfer does not go; null where nothing but its turn or its next try is waited for. */
export const holdOf = (
  transfer: Pick<Transfer, 'bytes' | 'confirmed' | 'paused'>,
  conditions: Conditions,
): TransferHold | null => {
  const { network, settings } = conditions
  if (conditions.paused || transfer.paused) return 'paused'
  if (network === 'offline') return 'offline'
  if (transfer.confirmed) return null
  return (transfer.bytes ?? 0) > settings.askAbove ? 'size' : networkHold(network, settings)
}

/** What went wrong, as far as it matters for what comes next. */
export type FailureKind =
  /** The service was not reached, or something else answered in its place. */
  | 'unreachable'
  /** It answered and cannot now: busy, full, or a quota. */
  | 'busy'
  /** The device is signed out. */
  | 'signed-out'
  /** It has no such file, or not yet. */
  | 'absent'
  /** What arrived is not the file; a hostile service, or a damaged copy. */
  | 'wrong-bytes'
  /** The disk here is full. */
  | 'disk-full'
  /** The copy here is gone or is not what it was. */
  | 'damaged'

export class TransferFailure extends Error {
  readonly kind: FailureKind
  /** Milliseconds that the service asked to wait. */
  readonly retryAfter: number | undefined

  constructor(kind: FailureKind, message: string, retryAfter?: number) {
    super(message)
    this.kind = kind
    this.retryAfter = retryAfter
  }
}

interface Pace {
  /** Milliseconds of the first wait; each next one is twice as long. */
  first: number
  most: number
  /** Failures in a row after which a person has to look. */
  giveUpAfter: number
}

const second = 1000
const minute = 60 * second

const paces: Record<FailureKind, Pace> = {
  unreachable: { first: second, most: 5 * minute, giveUpAfter: Number.POSITIVE_INFINITY },
  busy: { first: 5 * second, most: 15 * minute, giveUpAfter: Number.POSITIVE_INFINITY },
  'signed-out': { first: minute, most: 60 * minute, giveUpAfter: Number.POSITIVE_INFINITY },
  absent: { first: 10 * second, most: 60 * minute, giveUpAfter: Number.POSITIVE_INFINITY },
  'wrong-bytes': { first: 10 * second, most: minute, giveUpAfter: 3 },
  'disk-full': { first: minute, most: 15 * minute, giveUpAfter: Number.POSITIVE_INFINITY },
  damaged: { first: second, most: minute, giveUpAfter: 1 },
}

export type Outcome = Pick<Transfer, 'state' | 'error' | 'tries' | 'nextTryAt'>

/**
 * What becomes of a transfer that failed: tried again after a wait that doubles, or left to a person. The wait lies
 * anywhere in its upper half, so that benches cut off together do not come back together.
 */
export const afterFailure = (
  { tries }: Pick<Transfer, 'tries'>,
  { kind, message, retryAfter = 0 }: Pick<TransferFailure, 'kind' | 'message' | 'retryAfter'>,
  { now, random }: { now: number; random: number },
): Outcome => {
  const { first, most, giveUpAfter } = paces[kind]
  if (tries + 1 >= giveUpAfter) return { state: 'failed', error: message, tries: tries + 1, nextTryAt: 0 }
  const wait = Math.min(most, first * 2 ** Math.min(tries, 30))
  const jittered = Math.round(wait * (0.5 + random / 2))
  return {
    state: 'pending',
    error: message,
    tries: tries + 1,
    nextTryAt: now + Math.max(jittered, Math.min(retryAfter, paces['signed-out'].most)),
  }
}
