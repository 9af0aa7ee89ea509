import type { TransferSettings } from '../../../shared/contract/transfers.ts'

/**
 * How far the bytes of one file are. `pending`: its turn comes; `moving`: it goes up or comes down now; `verified`: the
 * service has hashed it, and only then may the copy here be dropped; `remote`: not here, and nobody asked for it;
 * `failed`: waits for a person.
 */
export type TransferState = 'pending' | 'moving' | 'verified' | 'remote' | 'failed'

export type Direction = 'up' | 'down'

export interface Transfer {
  sha256: string
  direction: Direction
  /** Null where only the service knows. */
  bytes: number | null
  /** Bytes that are over; kept now and then, exact after the next question to the service. */
  done: number
  state: TransferState
  /** A sentence: why it waits or failed. */
  error: string | null
  /** Failures in a row. */
  tries: number
  /** Milliseconds since the epoch. */
  nextTryAt: number
  /** Kept here, and fetched without being asked for. */
  pinned: boolean
  /** A person agreed to its size. */
  confirmed: boolean
  paused: boolean
}

export const usualSettings: TransferSettings = {
  uploadLimit: null,
  downloadLimit: null,
  fetchUpTo: 10 * 1000 * 1000,
  askAbove: 100 * 1000 * 1000,
  networks: 'unmetered',
  paused: false,
}

export type Network = 'offline' | 'metered' | 'unmetered'
