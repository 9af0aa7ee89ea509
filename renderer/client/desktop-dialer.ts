import type { DesktopBridge, PortHandOver } from '../../shared/contract/desktop.ts'
import type { Wire } from '../../shared/wire/message.ts'
import type { Dialed, Dialer } from './dialer.ts'
import { portWire } from './port-wire.ts'

const handOver: PortHandOver = 'casebench:port'

/** What is used of the window. */
export interface DesktopSurroundings {
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void
}

/** The way to the host that the desktop shell supervises: it hands over a port now and after each restart. */
export const desktopDialer = (
  bridge: Pick<DesktopBridge, 'connect'>,
  window: DesktopSurroundings,
  ownWindow: unknown = window,
): Dialer => {
  let asked = false
  let current: Wire | undefined
  let next: MessagePort | undefined
  let take: ((port: MessagePort) => void) | undefined

  window.addEventListener('message', ({ data, ports: [port], source }) => {
    // Only the preload posts into this window from within; a frame's message has another source.
    if (data !== handOver || !port || source !== ownWindow) return
    next?.close()
    next = port
    current?.close()
    take?.(port)
  })

  return {
    async dial(signal): Promise<Dialed> {
      if (!asked) bridge.connect()
      asked = true
      const port = next ?? (await nextPort(signal))
      next = undefined
      if (!port) return { is: 'unreachable' }
      current = portWire(port)
      return { is: 'reached', wire: current, version: null }
    },
  }

  function nextPort(signal: AbortSignal): Promise<MessagePort | undefined> {
    return new Promise((resolve) => {
      take = resolve
      signal.addEventListener('abort', () => resolve(undefined), { once: true })
    })
  }
}
