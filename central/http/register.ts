import { Readable, Transform } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Caller } from '../access/caller.ts'
import { refusalOf } from './access-check.ts'
import type { Limiter } from './limiter.ts'
import { presentedBy, requireOwnPage } from './presented.ts'
import { Refusal, refuse } from './refusal.ts'
import { isRaw, isStreamed, LARGEST_BODY, Reply, type Route } from './route.ts'
import type { ServerOptions } from './server.ts'
import { validate } from './validate.ts'

interface Around extends ServerOptions {
  readonly limiter: Limiter
  readonly ending: AbortSignal
}

/** Adds a route with all that its entry in the table asks for: limits, authorisation, validation, then the handler. */
export const register = (app: FastifyInstance, route: Route, around: Around): void => {
  const callers = new WeakMap<FastifyRequest, Caller>()
  void app.register(async (scope) => {
    if (isRaw(route.body)) takeRaw(scope, route.body.raw, route.limits?.body ?? LARGEST_BODY)
    scope.route({
      method: route.method,
      url: route.path,
      ...(route.limits?.body === undefined ? {} : { bodyLimit: route.limits.body }),
      // Before the body is read: who may not come in cannot make us take megabytes.
      onRequest: async (request) => {
        const caller = await letIn(request, route, around)
        if (caller) callers.set(request, caller)
      },
      handler: async (request, reply) => {
        const answer = await route.handle(callOf(request, reply, route, callers.get(request) ?? null, around))
        return send(reply, route, answer)
      },
    })
  })
}

/** Fastify bounds only what it reads itself; a stream is bounded here, by what is announced and by what comes. */
const takeRaw = (scope: FastifyInstance, mediaTypes: readonly string[], most: number): void => {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser([...mediaTypes], (request, payload, done) => {
    if (Number(request.headers['content-length'] ?? 0) > most) return done(tooLarge())
    done(null, payload.pipe(bounded(payload, most)))
  })
}

const tooLarge = (): Refusal =>
  refuse('too-large', 'The request is larger than this route takes. Send less at once.')

const bounded = (source: Readable, most: number): Transform => {
  let seen = 0
  const counting = new Transform({
    transform: (chunk: Buffer, _encoding, next) => {
      seen += chunk.length
      if (seen > most) next(tooLarge())
      else next(null, chunk)
    },
  })
  // A handler that refuses before it reads has no ear for what happens to the body.
  counting.on('error', () => undefined)
  // A pipe does not pass on that the other side went away.
  source.once('close', () => {
    if (!source.readableEnded)
      counting.destroy(refuse('bad-input', 'The request ended before it was complete.'))
  })
  return counting
}

const ownOrigin = (request: FastifyRequest, publicUrl: string | undefined): string =>
  publicUrl ?? `${request.protocol}://${request.host}`

const letIn = async (request: FastifyRequest, route: Route, around: Around): Promise<Caller | null> => {
  if (route.access === 'anyone') {
    await around.limiter.count(request, route, undefined)
    // Signing somebody in from another site's page would make them work under another name.
    if (request.headers.origin !== undefined)
      await tellingRefusals(request, route, around, () =>
        requireOwnPage(route.method, request.headers, ownOrigin(request, around.publicUrl)),
      )
    return null
  }
  const caller = await identify(request, route, around)
  const refusal = refusalOf(route.access, caller)
  if (refusal) {
    await tellRefused(request, route, caller, refusal.code, around)
    throw refusal
  }
  await around.limiter.count(request, route, caller?.device?.id ?? caller?.account.id)
  return caller
}

const identify = (request: FastifyRequest, route: Route, around: Around): Promise<Caller | null> =>
  tellingRefusals(request, route, around, async () => {
    const presented = presentedBy(request.headers, request.cookies)
    const token = presented.bearer ?? presented.session
    await around.limiter.beforeCredential(request, token)
    const caller = await around.authorise(presented)
    if (!caller) await around.limiter.wrongCredential(request, token)
    if (caller?.credential === 'session')
      requireOwnPage(route.method, request.headers, ownOrigin(request, around.publicUrl))
    return caller
  })

/** Does what may refuse a request before it is known who sent it. A flood is told by the metrics, not by the audit. */
const tellingRefusals = async <Result>(
  request: FastifyRequest,
  route: Route,
  around: Around,
  work: () => Result | Promise<Result>,
): Promise<Result> => {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Refusal && error.code !== 'too-many') {
      await around.limiter.wrongCredential(request, undefined)
      await tellRefused(request, route, null, error.code, around)
    }
    throw error
  }
}

const tellRefused = (
  request: FastifyRequest,
  { method, path }: Route,
  caller: Caller | null,
  code: string,
  { onRefused }: Around,
): Promise<void> => onRefused({ route: `${method} ${path}`, code, caller, address: request.ip })

const callOf = (
  request: FastifyRequest,
  reply: FastifyReply,
  route: Route,
  caller: Caller | null,
  { ending, publicUrl }: Around,
) => ({
  params: route.params && validate(route.params, request.params, 'address'),
  query: route.query && validate(route.query, request.query, 'query'),
  body: isRaw(route.body) ? request.body : route.body && validate(route.body, request.body, 'body'),
  caller,
  headers: request.headers,
  cookies: request.cookies,
  address: request.ip,
  origin: ownOrigin(request, publicUrl),
  gone: goneSignal(reply),
  ending,
})

const goneSignal = (reply: FastifyReply): AbortSignal => {
  const gone = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort()
  })
  return gone.signal
}

/** Answers go through their schema, so that a field nobody declared does not leave the house. */
const send = (reply: FastifyReply, { answer: schema }: Route, answer: unknown) => {
  const { body, status, headers } = answer instanceof Reply ? answer : new Reply(answer)
  reply.headers(headers)
  if (status !== undefined) reply.code(status)
  if (isStreamed(schema)) {
    if (!reply.hasHeader('content-type') && schema.streamed[0]) reply.type(schema.streamed[0])
    return reply.send(isIterable(body) ? Readable.from(body) : body)
  }
  if (!schema || body === undefined) return reply.code(status ?? 204).send()
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(schema.parse(body)))
}

const isIterable = (body: unknown): body is AsyncIterable<unknown> =>
  typeof body === 'object' && body !== null && !(body instanceof Readable) && Symbol.asyncIterator in body
