import { hostname } from 'node:os'
import { z } from 'zod'
import { BenchError } from '../../shared/contract/error.ts'
import { readServiceAddress, readToken } from '../../shared/lib/service-address.ts'
import { troubleOf } from './transport.ts'

const registered = z.object({
  deviceId: z.uuid(),
  token: z.string().min(1).max(500),
  accountId: z.uuid(),
  personId: z.uuid(),
  organisation: z.object({ name: z.string().max(300) }),
  /** A service of before does not tell it here. */
  accountName: z.string().min(1).max(300).optional(),
})

/** What a service answered to a bench that it took in. */
export type Registered = z.output<typeof registered> & { accountName: string }

const meAnswer = z.object({ account: z.object({ name: z.string().min(1).max(300) }) })
const refusal = z.object({ error: z.object({ message: z.string().max(2000) }) })

const patienceMs = 30_000
/** To end a connection is not worth a long wait. */
const farewellMs = 10_000

interface Asked {
  token?: string
  body?: object
}

/** Asks the service something, as a person where a personal token is given. Throws `unreachable` or `refused`. */
const ask = async <T>(url: string, answer: z.ZodType<T>, { token, body }: Asked = {}): Promise<T> => {
  const response = await fetch(url, {
    method: body ? 'POST' : 'GET',
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
    redirect: 'manual',
    signal: AbortSignal.timeout(patienceMs),
  }).catch((error: unknown) => {
    throw new BenchError('unreachable', `${troubleOf(error).message} Nothing was connected.`)
  })
  const json: unknown = await response.json().catch(() => undefined)
  if (response.status === 401)
    throw new BenchError(
      'refused',
      'The service does not accept this token. Nothing was connected. Ask for a new one.',
    )
  const parsed = answer.safeParse(json)
  if (response.ok && parsed.success) return parsed.data
  const said = refusal.safeParse(json).data?.error.message
  throw new BenchError(
    said ? 'refused' : 'unreachable',
    said ?? 'What answers at this address is no Casebench service. Nothing was connected. Check the address.',
  )
}

const alive = z.object({ ok: z.literal(true) })

/**
 * The address as it is kept, once a Casebench service has answered there: a token goes to nobody else. Throws `invalid` or
 * `unreachable`.
 */
export const checkAddress = async (typed: string): Promise<string> => {
  const address = readServiceAddress(typed)
  if (!address.ok) throw new BenchError('invalid', address.reason)
  await ask(`${address.url}/healthz`, alive)
  return address.url
}

const ways = z.object({
  identityProvider: z.boolean(),
  identityProviderName: z.string().max(300).nullish(),
})

/** What people call the identity provider that one may sign in with there; null where there is none. */
export const identityProviderOf = async (url: string): Promise<string | null> => {
  const { identityProvider, identityProviderName } = await ask(`${url}/v1/session/ways`, ways)
  return identityProvider ? (identityProviderName ?? 'your identity provider') : null
}

/** Names this bench at the service and gets its token, with a personal token or a one-time link, as typed. */
export const register = async (
  url: string,
  { secret, personId }: { secret: string; personId: string },
): Promise<Registered> => {
  const { token, url: linked } = readToken(secret)
  if (linked !== null && linked !== url)
    throw new BenchError(
      'refused',
      `This link is of another service, ${linked}. Nothing was connected, and the link was not used up.`,
    )
  const bench = { name: hostname().slice(0, 100), personId }
  if (!token.startsWith('cbl_')) {
    const { account } = await ask(`${url}/v1/me`, meAnswer, { token })
    const answer = await ask(`${url}/v1/devices`, registered, { token, body: bench })
    return { ...answer, accountName: account.name }
  }
  const answer = await ask(`${url}/v1/devices/link`, registered, { body: { ...bench, link: token } })
  return { ...answer, accountName: answer.accountName ?? bench.name }
}

/** The personal token that a code of the browser is worth, with the verifier that only this bench knows. */
export const redeemCode = async (url: string, proof: { code: string; verifier: string }): Promise<string> => {
  const answer = await ask(`${url}/v1/identity/token`, z.object({ token: z.string().max(500) }), {
    body: proof,
  })
  return answer.token
}

/** Tells the service that a bench is gone, once. Answers whether its token is worth nothing now. */
export const revokeAt = async (
  url: string,
  { deviceId, token }: { deviceId: string; token: string },
): Promise<boolean> => {
  try {
    const { status } = await fetch(`${url}/v1/devices/${deviceId}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${token}` },
      redirect: 'manual',
      signal: AbortSignal.timeout(farewellMs),
    })
    // 401: it was revoked there before.
    return status === 204 || status === 401
  } catch {
    // Without a network it is an administrator who revokes it; the caller says so.
    return false
  }
}
