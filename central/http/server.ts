import { randomUUID } from 'node:crypto'
import cookie from '@fastify/cookie'
import fastify, { type FastifyInstance, LogController } from 'fastify'
import type { Caller } from '../access/caller.ts'
import { failureOf } from './failure.ts'
import { createLimiter } from './limiter.ts'
import { type LogLevel, type LogSink, logOptions } from './log.ts'
import type { Metrics } from './metrics.ts'
import type { Presented } from './presented.ts'
import { refuse } from './refusal.ts'
import { register } from './register.ts'
import { LARGEST_BODY, type Route } from './route.ts'

/** An access decision that was not in the caller's favour. */
export interface Refused {
  readonly route: string
  readonly code: string
  readonly caller: Caller | null
  readonly address: string
}

export interface ServerOptions {
  readonly routes: readonly Route[]
  /** Who is behind a request; null where what was presented is not, or no longer, valid. */
  readonly authorise: (presented: Presented) => Promise<Caller | null>
  readonly onRefused: (refused: Refused) => Promise<void>
  readonly metrics: Metrics
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer } | undefined
  /** Whether one proxy of ours stands in front, whose word on the client's address is taken. */
  readonly behindProxy?: boolean
  /** As clients see this service, where that differs from what their requests say. */
  readonly publicUrl?: string | undefined
  readonly log: { readonly level: LogLevel; readonly sink: LogSink }
}

export interface Server {
  readonly app: FastifyInstance
  listen(options: { host: string; port: number }): Promise<{ port: number }>
  /** Whether this process takes new work; false from the moment that it drains. */
  isTakingWork(): boolean
  /** Takes no more connections, lets requests finish for as long as `patience` (ms), ends streams, and closes. */
  drain(patience: number): Promise<void>
}

const CLOSE_IDLE_EVERY = 50

/** An HTTP server that does what a table of routes says. */
export const createServer = async (options: ServerOptions): Promise<Server> => {
  const { tls, behindProxy = false, log } = options
  const settings = {
    logger: logOptions(log.level, log.sink),
    // Each answer is logged below, in one line.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: LARGEST_BODY,
    exposeHeadRoutes: false,
    forceCloseConnections: 'idle' as const,
    genReqId: () => randomUUID(),
    keepAliveTimeout: 72_000,
    // Of one request, headers to last byte; an attachment comes in parts, each a request.
    requestTimeout: 300_000,
    routerOptions: { maxParamLength: 200 },
    // One proxy: what it says is true, what clients sent to it is not.
    trustProxy: behindProxy ? (_address: string, hop: number) => hop === 0 : false,
    onProtoPoisoning: 'error' as const,
    onConstructorPoisoning: 'error' as const,
  }
  const app = (tls
    ? fastify({ ...settings, https: { ...tls, minVersion: 'TLSv1.2' } })
    : fastify(settings)) as unknown as FastifyInstance
  const ending = new AbortController()
  await app.register(cookie)
  secure(app, tls !== undefined)
  observe(app, options.metrics)
  answerFailures(app, options.metrics)
  const limiter = await createLimiter(app)
  for (const route of options.routes) register(app, route, { ...options, limiter, ending: ending.signal })
  let takesWork = true
  return {
    app,
    listen: async ({ host, port }) => {
      await app.listen({ host, port })
      const address = app.server.address()
      return { port: address && typeof address === 'object' ? address.port : port }
    },
    isTakingWork: () => takesWork,
    drain: async (patience) => {
      takesWork = false
      ending.abort()
      // A connection that was busy when the server closed stays open for the client's next request.
      const idle = setInterval(() => app.server.closeIdleConnections(), CLOSE_IDLE_EVERY)
      const impatient = setTimeout(() => app.server.closeAllConnections(), patience)
      await app.close()
      clearInterval(idle)
      clearTimeout(impatient)
    },
  }
}

const secure = (app: FastifyInstance, tls: boolean): void => {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'x-request-id': request.id,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      ...(tls ? { 'strict-transport-security': 'max-age=31536000' } : {}),
    })
  })
}

/** Counts and logs each answer under the pattern of its route, never under the address that was asked for. */
const observe = (app: FastifyInstance, metrics: Metrics): void => {
  app.addHook('onResponse', async (request, reply) => {
    const route = `${request.method} ${request.routeOptions.url ?? '(unknown)'}`
    metrics.answered(
      request.routeOptions.url ? route : '(unknown)',
      reply.statusCode,
      reply.elapsedTime / 1000,
    )
    request.log.info(
      { route, status: reply.statusCode, ms: Math.round(reply.elapsedTime), address: request.ip },
      'answered',
    )
  })
}

const answerFailures = (app: FastifyInstance, metrics: Metrics): void => {
  app.setNotFoundHandler(() => {
    throw refuse('not-found', 'There is nothing at this address. See /v1/openapi.json for what there is.')
  })
  app.setErrorHandler((thrown, request, reply) => {
    const { status, headers, body, unexpected } = failureOf(thrown)
    if (unexpected) request.log.error({ err: thrown, route: request.routeOptions.url }, 'failed')
    if (status === 401 || status === 403 || status === 429) metrics.refused(body.error.code)
    return reply.code(status).headers(headers).type('application/json; charset=utf-8').send(body)
  })
}
