import type { Wire } from '../../shared/wire/message.ts'
import type { Dialed, Dialer } from './dialer.ts'
import { askSession, type Session, type SignInSurroundings, signIn, takeToken } from './sign-in.ts'
import { socketWire } from './socket-wire.ts'

export interface BrowserSurroundings extends SignInSurroundings {
  location: Pick<Location, 'hash' | 'pathname' | 'search' | 'protocol' | 'host'>
  WebSocket: new (url: string) => WebSocket
}

/** The way to the host that served this page: sign in with the address's token, then a WebSocket. */
export const browserDialer = (surroundings: BrowserSurroundings): Dialer => {
  const { location, fetch } = surroundings
  let token = takeToken(surroundings)

  const enter = async (): Promise<Session> => {
    if (token === null) return askSession(fetch)
    const entered = await signIn(fetch, token)
    if (entered.is === 'unreachable') return entered
    token = null
    if (entered.is === 'signed-in') return entered
    // A link opened again in a browser that is signed in from the first time.
    const before = await askSession(fetch)
    return before.is === 'signed-in' ? before : entered
  }

  return {
    async dial(signal): Promise<Dialed> {
      const session = await enter()
      if (session.is !== 'signed-in') return session
      const url = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/rpc`
      const wire = await openSocket(new surroundings.WebSocket(url), signal)
      return wire ? { is: 'reached', wire, version: session.version } : { is: 'unreachable' }
    },
    probe: async () => (await askSession(fetch)).is === 'signed-in',
  }
}

/** The socket as a wire once it is open; null where it does not open. */
const openSocket = (socket: WebSocket, signal: AbortSignal): Promise<Wire | null> =>
  new Promise((resolve) => {
    const give = () => socket.close()
    signal.addEventListener('abort', give, { once: true })
    const settle = (wire: Wire | null) => {
      signal.removeEventListener('abort', give)
      resolve(wire)
    }
    socket.addEventListener('open', () => settle(socketWire(socket)), { once: true })
    socket.addEventListener('close', () => settle(null), { once: true })
  })
