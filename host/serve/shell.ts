import { once } from 'node:events'
import { createServer as createHttpServer, type IncomingMessage, type Server } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { BenchError } from '../../shared/contract/error.ts'
import { pageHeaders } from '../../shared/lib/page-headers.ts'
import type { Endpoints } from '../../shared/wire/server.ts'
import { type AddressRules, inUrl, isLoopback } from './addresses.ts'
import { attempts } from './attempts.ts'
import type { ReadBlob } from './blob.ts'
import { type Limits, limits as ordinaryLimits } from './limits.ts'
import { oneTimeTokens } from './one-time-tokens.ts'
import { listen } from './port.ts'
import { listRendererFiles } from './renderer-files.ts'
import { refusal } from './respond.ts'
import { createRouter, refuseStranger, rpcPath, split } from './router.ts'
import { openSessions } from './sessions.ts'
import { openSockets, refuseUpgrade } from './sockets.ts'
import type { Tls } from './tls.ts'

export interface ShellOptions {
  endpoints: Endpoints
  readBlob: ReadBlob
  dataDir: string
  version: string
  /** The folder of the built renderer. */
  rendererDir: string
  host: string
  /** 0 for any that is free; undefined for the usual one, or the next where that is taken. */
  port: number | undefined
  tls?: Tls | undefined
  allowedOrigins?: readonly string[]
  /** Told what went wrong and concerns no single request. */
  report(sentence: string): void
  /** Milliseconds since 1970. */
  now?: () => number
  limits?: Partial<Limits>
}

/** The browser shell, running. */
export interface Shell {
  readonly port: number
  /** A fresh address that signs one browser in, once. */
  link(): string
  /** Takes no more requests, lets those under way end, and says goodbye to every window. */
  close(): Promise<void>
}

/** Throws a sentence where others could read along. */
export const requirePrivacy = (host: string, tls: Tls | undefined): void => {
  if (isLoopback(host) || tls) return
  throw new BenchError(
    'not-allowed',
    `Others could read along on ${host}, so it is served with TLS only. Nothing was started. Add --tls-cert and --tls-key, or leave --host away and use an SSH tunnel.`,
  )
}

/** Serves the renderer and the wire over HTTP. Throws a sentence where it may not or cannot listen. */
export const startShell = async (options: ShellOptions): Promise<Shell> => {
  const { host, tls, now = Date.now } = options
  requirePrivacy(host, tls)
  const scheme = tls ? 'https' : 'http'
  const rules: AddressRules = {
    scheme,
    isOurs: (name) => name === inUrl(host).toLowerCase() || (tls?.isFor(name) ?? false),
    allowedOrigins: options.allowedOrigins ?? [],
  }
  const tokens = oneTimeTokens(now)
  const sessions = openSessions({ ...options, secure: tls !== undefined, now })
  const router = createRouter({
    ...options,
    rules,
    files: listRendererFiles(options.rendererDir, headersFor(scheme)),
    signIn: { tokens, sessions, attempts: attempts(now), version: options.version },
  })

  const sockets = openSockets(options.endpoints)
  const limits = { ...ordinaryLimits, ...options.limits }
  const server = createServer(limits, tls)
  server.on('request', (request, response) => void router(request, response))
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const refused =
      refuseStranger(request, rules, true) ??
      (split(request.url ?? '').path === rpcPath ? undefined : refusal(404, 'There is no socket here.')) ??
      (sessions.has(request.headers.cookie) ? undefined : refusal(401, 'This browser is not signed in.')) ??
      (sockets.full() ? refusal(503, 'Too many windows are open.') : undefined)
    if (refused) refuseUpgrade(socket, refused)
    else sockets.accept(request, socket, head)
  })
  await listen(server, { host, port: options.port })
  const { port } = server.address() as AddressInfo
  return {
    port,
    link: () => `${scheme}://${shownHost(host, tls)}:${port}/#token=${tokens.issue()}`,
    close: () => close(server, sockets, limits.drainMs),
  }
}

const createServer = (limits: Limits, tls: Tls | undefined): Server => {
  const { connections, idleMs, drainMs: _, ...http } = limits
  const server = tls
    ? createHttpsServer({ ...http, handshakeTimeout: http.headersTimeout, cert: tls.cert, key: tls.key })
    : createHttpServer(http)
  server.maxConnections = connections
  server.timeout = idleMs
  return server
}

/** The headers of the page; its socket is named as well, for browsers whose 'self' leaves sockets out. */
const headersFor =
  (scheme: AddressRules['scheme']) =>
  (host: string): Record<string, string> => ({
    ...pageHeaders,
    'content-security-policy': pageHeaders['content-security-policy'].replace(
      "connect-src 'self'",
      `connect-src 'self' ${scheme === 'https' ? 'wss' : 'ws'}://${host}`,
    ),
    'permissions-policy':
      'camera=(), microphone=(), geolocation=(), display-capture=(), usb=(), serial=(), hid=()',
  })

const shownHost = (host: string, tls: Tls | undefined): string =>
  inUrl(host === '0.0.0.0' || host === '::' ? (tls?.name ?? host) : host)

const close = async (server: Server, sockets: ReturnType<typeof openSockets>, drainMs: number) => {
  const closed = once(server, 'close')
  server.close()
  server.closeIdleConnections()
  sockets.bye()
  const drained = await Promise.race([closed.then(() => true), delay(drainMs, false, { ref: false })])
  if (drained) return
  sockets.cut()
  server.closeAllConnections()
  await closed
}
