import type { DesktopBridge } from '../../shared/contract/desktop.ts'
import { browserDialer } from './browser-dialer.ts'
import { type Connection, openConnection } from './connection.ts'
import { desktopDialer } from './desktop-dialer.ts'

declare global {
  interface Window {
    /** Only in the desktop shell. */
    readonly casebench?: DesktopBridge
  }
}

/** The connection of this page to its host, whichever shell shows it. Tries at once when the page comes back. */
export const openHostConnection = (window: Window & typeof globalThis): Connection => {
  const dialer = window.casebench
    ? desktopDialer(window.casebench, window)
    : browserDialer({
        location: window.location,
        history: window.history,
        fetch: window.fetch.bind(window),
        WebSocket: window.WebSocket,
      })
  const connection = openConnection({ dialer })
  window.addEventListener('online', connection.retry)
  window.document.addEventListener('visibilitychange', () => {
    if (window.document.visibilityState === 'visible') connection.retry()
  })
  return connection
}
