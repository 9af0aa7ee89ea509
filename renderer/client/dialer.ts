import type { Wire } from '../../shared/wire/message.ts'

/** How one attempt to reach the host ended. */
export type Dialed =
  | {
      is: 'reached'
      wire: Wire
      /** The host's version; null where the shell that brought the page brought the host as well. */
      version: string | null
    }
  | { is: 'signed-out'; reason: string }
  | { is: 'unreachable' }

/** A way to the host. */
export interface Dialer {
  dial(signal: AbortSignal): Promise<Dialed>
  /** Whether the host still answers, for a transport that does not notice when the way to it is gone. */
  probe?(): Promise<boolean>
}
