import { z } from 'zod'
import { BenchError } from '../../shared/contract/error.ts'
import type { AccessWorld, Actor } from '../access/act.ts'
import { writeAudit } from '../access/audit.ts'
import { sessionCookie } from '../access/sessions.ts'
import { openSession } from '../access/sign-in.ts'
import { refuse } from '../http/refusal.ts'
import { Reply, type Route, route, streamed } from '../http/route.ts'
import { forgetAttempt, keepAttempt, keptAttempt } from './attempt-cookie.ts'
import { accountOfIdentity, issueCode, useCode } from './identities.ts'
import { askingPage, loopbackRequest, wayBack } from './loopback.ts'
import type { Provider } from './provider.ts'

const CALLBACK = '/v1/identity/callback'
const limits = { body: 16 * 1024, perMinute: 120 }

const whoAsks = (address: string): Actor => ({ accountId: null, deviceId: null, address })

const tellingRefusals = async <Result>(
  { database }: AccessWorld,
  address: string,
  work: () => Promise<Result>,
): Promise<Result> => {
  try {
    return await work()
  } catch (error) {
    if (error instanceof BenchError && error.code === 'not-allowed')
      await writeAudit(database, {
        act: 'session.start',
        outcome: 'refused',
        ...whoAsks(address),
        subject: '',
        details: { by: 'identity' },
      })
    throw error
  }
}

/** Sign-in by an identity provider: for this service's own page, and for a bench on the same machine as the browser. */
export const identityRoutes = (world: AccessWorld, provider: Provider): Route[] => [
  route({
    method: 'GET',
    path: '/v1/identity/start',
    summary:
      'Send the browser to the identity provider; for a bench, tell where it listens and its challenge',
    access: 'anyone',
    query: loopbackRequest
      .partial()
      .refine(
        (query) => [0, 3].includes(Object.keys(query).length),
        'loopback, challenge and state go together',
      ),
    answer: streamed('text/plain; charset=utf-8'),
    limits,
    handle: async ({ query, origin }) => {
      const { url, attempt } = await provider.begin(`${origin}${CALLBACK}`)
      const { data: loopback } = loopbackRequest.safeParse(query)
      const kept = loopback ? { ...attempt, loopback } : attempt
      return new Reply('', { status: 303, headers: { location: url, ...keepAttempt(kept, origin) } })
    },
  }),
  route({
    method: 'GET',
    path: CALLBACK,
    summary: 'Where the identity provider sends the browser back to',
    access: 'anyone',
    query: z.record(z.string().max(100), z.string().max(4_000)),
    answer: streamed('text/html; charset=utf-8'),
    limits,
    handle: async ({ query, cookies, origin, address }) => {
      const attempt = keptAttempt(cookies)
      if (!attempt)
        throw refuse('not-allowed', 'This browser has not begun to sign in, or too long ago. Begin again.')
      const back = new URL(`${origin}${CALLBACK}?${new URLSearchParams(query)}`)
      const { id, name } = await tellingRefusals(world, address, async () =>
        accountOfIdentity(world, whoAsks(address), await provider.finish(back, attempt)),
      )
      const actor = { ...whoAsks(address), accountId: id }
      if (attempt.loopback) {
        const code = await issueCode(world, actor, { accountId: id, challenge: attempt.loopback.challenge })
        return new Reply(askingPage(name, wayBack(attempt.loopback, code)), {
          headers: forgetAttempt(origin),
        })
      }
      const { token } = await openSession(world, actor, { accountId: id, by: 'identity' })
      const set = [sessionCookie(token, origin), forgetAttempt(origin)].flatMap((header) =>
        Object.values(header),
      )
      return new Reply('', { status: 303, headers: { location: '/', 'set-cookie': set } })
    },
  }),
  route({
    method: 'POST',
    path: '/v1/identity/token',
    summary:
      'For a bench: the token that its code and its verifier are worth, good for ten minutes to connect with',
    access: 'anyone',
    body: z.object({ code: z.string().min(1).max(200), verifier: z.string().min(43).max(128) }),
    answer: z.object({ token: z.string() }),
    limits,
    handle: async ({ body, address }) =>
      new Reply(await useCode(world, whoAsks(address), body), { status: 201 }),
  }),
]
