import { z } from 'zod'
import { Reply, type Route, route } from '../http/route.ts'
import { type AccessWorld, actorOf } from './act.ts'
import { roles } from './caller.ts'
import { fields } from './fields.ts'
import type { Passwords } from './passwords.ts'
import { endSession, sessionCookie } from './sessions.ts'
import { redeemLink, requirePassword, type SignedIn, setPassword, signIn } from './sign-in.ts'

const signedInAnswer = z.object({
  account: z.object({ id: z.string(), name: z.string(), role: z.enum(roles) }),
})

/** For somebody who guesses, far too few; for an office behind one address, enough. */
const limits = { body: 16 * 1024, perMinute: 60 }

const signedIn = ({ token, account }: SignedIn, origin: string) =>
  new Reply({ account }, { status: 201, headers: sessionCookie(token, origin) })

/** How a person gets into a browser, and out again. */
export const signInRoutes = (
  world: AccessWorld,
  { passwords, providerName }: { passwords: Passwords; providerName: string | null },
): Route[] => [
  route({
    method: 'GET',
    path: '/v1/session/ways',
    summary: 'How one may sign in here',
    access: 'anyone',
    answer: z.object({
      password: z.literal(true),
      identityProvider: z.boolean(),
      /** What people call the identity provider. */
      identityProviderName: z.string().nullable(),
    }),
    handle: () => ({
      password: true as const,
      identityProvider: providerName !== null,
      identityProviderName: providerName,
    }),
  }),
  route({
    method: 'POST',
    path: '/v1/session',
    summary: 'Sign in with name and password; the session comes as a cookie',
    access: 'anyone',
    body: z.object({ name: fields.name, password: z.string().min(1).max(1_000) }),
    answer: signedInAnswer,
    limits,
    handle: async ({ body, address, origin }) =>
      signedIn(await signIn(world, passwords, { ...body, address }), origin),
  }),
  route({
    method: 'POST',
    path: '/v1/session/link',
    summary:
      'Sign in with a one-time link, and choose a password; the first administrator chooses a name too',
    access: 'anyone',
    body: z.object({
      link: z.string().min(1).max(200),
      name: fields.name.optional(),
      password: fields.password.optional(),
    }),
    answer: signedInAnswer,
    limits,
    handle: async ({ body: { link, name, password }, address, origin }) => {
      const kept = password === undefined ? undefined : await passwords.hash(password)
      const actor = { accountId: null, deviceId: null, address }
      return signedIn(await redeemLink(world, actor, { link, name, password: kept }), origin)
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/session',
    summary: 'Sign out of this browser',
    access: 'session',
    handle: async ({ cookies, caller, origin }) => {
      const token = cookies.casebench_session
      if (caller.credential === 'session' && token !== undefined) await endSession(world.database, token)
      return new Reply(undefined, { status: 204, headers: sessionCookie(null, origin) })
    },
  }),
  route({
    method: 'PUT',
    path: '/v1/me/password',
    summary:
      'Choose a password, which ends one’s other sessions; asks for the current one where there is one',
    access: 'session',
    body: z.object({ current: z.string().max(1_000).default(''), password: fields.password }),
    limits: { ...limits, perMinute: 20 },
    handle: async ({ body: { current, password }, caller, cookies, address }) => {
      const { id: accountId, name } = caller.account
      await requirePassword(world, passwords, { accountId, name, password: current, address })
      await setPassword(world, actorOf(caller, address), {
        accountId,
        password: await passwords.hash(password),
        session: cookies.casebench_session,
      })
      return undefined
    },
  }),
]
