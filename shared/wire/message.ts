import type { ErrorBody } from '../contract/error.ts'

/** What travels between a client and a host. `id` names one act, chosen by the client, never reused. */
export type Message =
  | { k: 'open'; id: number; m: string; v: unknown }
  | { k: 'cancel'; id: number }
  | { k: 'credit'; id: number; n: number }
  | { k: 'item'; id: number; v: unknown }
  | { k: 'end'; id: number }
  | { k: 'value'; id: number; v: unknown }
  | { k: 'fail'; id: number; e: ErrorBody }

/** A transport: ordered, reliable, both ways. `onMessage` and `onClose` return their disposers. */
export interface Wire {
  send(message: Message): void
  onMessage(listener: (message: Message) => void): () => void
  onClose(listener: () => void): () => void
  close(): void
}

/** Items a reader lets the other side send unread: enough to hide a round trip, small enough to bound memory. */
export const creditWindow = 32

/** Read items are paid back in lots of half a window, so that neither side waits for the other. */
export const creditLot = creditWindow / 2

/** Bytes in one chunk of a stream at most; with the window it bounds what is in flight to 8 MiB. */
export const chunkBytes = 256 * 1024
