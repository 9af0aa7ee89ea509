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

/** Bytes a second below which a part would not arrive in the time that a service gives a request. */
export const leastLimit = 64 * 1024

/** What a person allows. */
export interface TransferSettings {
  /** Bytes a second, at least `leastLimit`; null for as fast as it goes. */
  uploadLimit: number | null
  downloadLimit: number | null
  /** Bytes above which a person is asked first. */
  askAbove: number
  /** What may use a network that is paid by volume. */
  onMetered: 'everything' | 'confirmed' | 'nothing'
}

export const usualSettings: TransferSettings = {
  uploadLimit: null,
  downloadLimit: null,
  askAbove: 100 * 1000 * 1000,
  onMetered: 'confirmed',
}

export type Network = 'offline' | 'metered' | 'unmetered'
