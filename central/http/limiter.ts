import { createHash } from 'node:crypto'
import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Refusal } from './refusal.ts'
import type { Route } from './route.ts'

const MINUTE = 60_000
/** How many callers are remembered; the ones longest unseen are forgotten first. */
const REMEMBERED = 20_000
/** Of one address, for what needs no sign-in. */
const ANYONE_PER_MINUTE = 300
/** Of one caller on one route. A bench that catches up asks many times a second. */
const CALLER_PER_MINUTE = 6_000
/** Of one address with one token that nobody has, or that no longer serves: a bench that was revoked asks on. */
const WRONG_TOKEN_PER_MINUTE = 60
/** Of one address with any such token. Far more than the benches of an office that lost their access at once. */
const WRONG_PER_MINUTE = 600

export interface Limiter {
  /** Throws `too-many` for an address that keeps coming with this wrong token, or with many. */
  beforeCredential(request: FastifyRequest, token: string | undefined): Promise<void>
  wrongCredential(request: FastifyRequest, token: string | undefined): Promise<void>
  /** Counts a request of a caller, or of an address where `key` is undefined. Throws `too-many`. */
  count(request: FastifyRequest, route: Route, key: string | undefined): Promise<void>
}

type Check = ReturnType<FastifyInstance['createRateLimit']>
type Counted = Extract<Awaited<ReturnType<Check>>, { isAllowed: false }>

const tooMany = ({ ttlInSeconds }: Counted): Refusal => {
  const seconds = Math.max(1, ttlInSeconds)
  return new Refusal(
    429,
    'too-many',
    `Too many requests. Nothing was changed. Try again in ${seconds} seconds.`,
    {
      details: { retryAfter: seconds },
      headers: { 'retry-after': String(seconds) },
    },
  )
}

/** Limits of this process. With n processes a client may do up to n times as much, which a proxy in front can bound. */
export const createLimiter = async (app: FastifyInstance): Promise<Limiter> => {
  await app.register(rateLimit, { global: false })
  const keys = new WeakMap<FastifyRequest, string>()
  const limit = (max: number, keyGenerator: (request: FastifyRequest) => string): Check =>
    app.createRateLimit({ max, timeWindow: MINUTE, keyGenerator, ...cache })
  const wrong = [
    limit(WRONG_TOKEN_PER_MINUTE, (request) => `${request.ip} ${keys.get(request) ?? ''}`),
    limit(WRONG_PER_MINUTE, ({ ip }) => ip),
  ]
  const remember = (request: FastifyRequest, token: string | undefined): void => {
    if (token !== undefined) keys.set(request, createHash('sha256').update(token).digest('base64url'))
  }
  const checks = new Map<Route, Check>()
  const checkOf = (route: Route): Check => {
    const known = checks.get(route)
    if (known) return known
    const usual = route.access === 'anyone' ? ANYONE_PER_MINUTE : CALLER_PER_MINUTE
    const made = limit(route.limits?.perMinute ?? usual, (request) => keys.get(request) ?? request.ip)
    checks.set(route, made)
    return made
  }
  return {
    beforeCredential: async (request, token) => {
      remember(request, token)
      for (const check of wrong) {
        const found = await check(request, { increment: false })
        if (!found.isAllowed && found.remaining === 0) throw tooMany(found)
      }
    },
    wrongCredential: async (request, token) => {
      remember(request, token)
      for (const check of wrong) await check(request)
    },
    count: async (request, route, key) => {
      if (key !== undefined) keys.set(request, key)
      const found = await checkOf(route)(request)
      if (!found.isAllowed && found.isExceeded) throw tooMany(found)
    },
  }
}

/** Read by the plugin's store and missing from its types. */
const cache = { cache: REMEMBERED }
