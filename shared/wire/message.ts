import type { ErrorBody } from '../contract/error.ts'

/**
 * What travels between a client and a host. `id` names one act: chosen by the client, counting up from 1, never
 * reused.
 */
export type Message =
  | { k: 'open'; id: number; m: string; v: unknown }
  | { k: 'cancel'; id: number }
  | { k: 'credit'; id: number; n: number }
  | { k: 'item'; id: number; v: unknown }
  | { k: 'end'; id: number }
  | { k: 'value'; id: number; v: unknown }
  | { k: 'fail'; id: number; e: ErrorBody }

/** A transport: ordered, reliable, both ways. Bytes given to it belong to it: their sender writes them no more. */
export interface Wire {
  /** Does nothing once the wire is closed. Throws on a value that this transport cannot carry. */
  send(message: Message): void
  /** A promise while the transport's own buffer is full, fulfilled when there is room or the wire has closed. */
  room?(): Promise<void> | undefined
  /** Returns the disposer. Messages that arrive before the first listener are lost. */
  onMessage(listener: (message: Message) => void): () => void
  /** Returns the disposer. A listener that comes after the close is called a microtask later. */
  onClose(listener: () => void): () => void
  /** `reason` is for the log of the other side. */
  close(reason?: string): void
}

/** Items a reader lets the other side send unread: enough to hide a round trip, small enough to bound memory. */
export const creditWindow = 32

/** Read items are paid back in lots of half a window, so that neither side waits for the other. */
export const creditLot = creditWindow / 2

/** Bytes in one chunk of a stream at most; with the window it bounds what is in flight to 8 MiB. */
export const chunkBytes = 256 * 1024

/** Bytes of one message to a host: the largest file that an editor opens (20 MB) fits with its line ends escaped. */
export const requestBytesAtMost = 64 * 1024 * 1024

/** Bytes of one message to a client: a page of rows or a preview, with a wide margin. */
export const answerBytesAtMost = 64 * 1024 * 1024

/** Unsent bytes at which a transport has no room: two lots of the largest chunks. */
export const crowdedBytes = 8 * 1024 * 1024

/** Unsent bytes at which the other side is taken for gone; more than one answer of the largest size. */
export const unsentBytesAtMost = 2 * answerBytesAtMost

/** Uploads a client keeps going at once; the others wait for their turn. */
export const uploadsAtOnce = 8

/** Uploads a host takes from one client: a margin for the cancelled ones that are still closing. */
export const uploadsAtMost = 4 * uploadsAtOnce
