import type { FileStanding, ListedTransfer, Way } from '../../../shared/contract/transfers.ts'
import type { Moving } from './board.ts'
import { type Conditions, holdOf } from './decide.ts'
import type { FileRow, OpenTransfer } from './standings.ts'
import type { Transfer } from './transfer.ts'

/** What is known beside the database. */
export interface Live {
  connected: boolean
  conditions: Conditions
  moving: readonly Moving[]
}

const wayOf = (transfer: Transfer, { conditions, moving }: Live): Way => {
  const { sha256, direction, state, error, nextTryAt, paused } = transfer
  const now = moving.find((one) => one.sha256 === sha256)
  const stands = now ? 'moving' : state === 'failed' ? 'failed' : 'waiting'
  const waits = stands === 'waiting'
  return {
    direction,
    state: stands,
    hold: waits ? holdOf(transfer, conditions) : null,
    // Until it was asked how far a file is, what was noted last says it.
    done: now?.done || transfer.done,
    speed: now?.speed ?? null,
    reason: stands === 'moving' ? null : error,
    nextTryAt: waits && nextTryAt > 0 ? nextTryAt : null,
    paused,
  }
}

const isOver = ({ state }: Transfer) => state === 'verified' || state === 'remote'

/** Where a file of a case is. Without a service nothing is about to be sent, however much waits for one. */
export const fileStandingOf = ({ sha256, bytes, here, transfer }: FileRow, live: Live): FileStanding => {
  const goes = transfer && !isOver(transfer) && (live.connected || transfer.direction === 'down')
  return {
    ...{ sha256, bytes, here },
    atService: transfer ? isOver(transfer) : !here,
    pinned: transfer?.pinned ?? false,
    way: goes ? wayOf(transfer, live) : null,
  }
}

export const listedTransferOf = (transfer: OpenTransfer, live: Live): ListedTransfer => {
  const { sha256, bytes, here, pinned, name, ref } = transfer
  return { ...{ sha256, bytes, here, pinned, name, ref }, atService: false, way: wayOf(transfer, live) }
}
