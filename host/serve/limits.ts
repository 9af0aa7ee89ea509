/** What one client may cost the shell; times are milliseconds. */
export interface Limits {
  /** Open TCP connections; a browser keeps six per window beside its socket. */
  connections: number
  /** Bytes of all headers of a request. */
  maxHeaderSize: number
  /** For the headers to arrive, so that trickling ones hold no connection for long. */
  headersTimeout: number
  /** For the whole request to arrive; the only body is a sign-in. */
  requestTimeout: number
  /** How often the two above are looked at. */
  connectionsCheckingInterval: number
  /** Between two requests of one connection. */
  keepAliveTimeout: number
  /** Without a byte in either direction, such as a download that nobody reads. */
  idleMs: number
  /** For requests under way and windows to end when the shell closes. */
  drainMs: number
}

export const limits: Limits = {
  connections: 512,
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 2_000,
  keepAliveTimeout: 5_000,
  idleMs: 120_000,
  drainMs: 2_000,
}
