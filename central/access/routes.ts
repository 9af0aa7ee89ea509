import { z } from 'zod'
import { refuse } from '../http/refusal.ts'
import { Reply, type Route, route } from '../http/route.ts'
import { type AccessWorld, actorOf } from './act.ts'
import { deviceAnswer, instant, organisationAnswer } from './answers.ts'
import { roles } from './caller.ts'
import { connectByLink } from './device-link.ts'
import { listDevices, registerDevice, revokeDevice } from './devices.ts'
import { fields } from './fields.ts'
import { organisation } from './organisation.ts'
import { addPersonalToken, listPersonalTokens, revokePersonalToken } from './personal-tokens.ts'
import { readableStreams } from './streams.ts'

const registeredAnswer = z.object({
  deviceId: z.string(),
  token: z.string(),
  accountId: z.string(),
  accountName: z.string(),
  personId: z.string(),
  organisation: organisationAnswer,
})

/** Who one is, and one's benches. */
export const ownRoutes = (world: AccessWorld): Route[] => [
  route({
    method: 'GET',
    path: '/v1/me',
    summary: 'Who this token or session belongs to, and the streams it may read',
    access: 'signed-in',
    answer: z.object({
      account: z.object({
        id: z.string(),
        name: z.string(),
        role: z.enum(roles),
        personId: z.string().nullable(),
      }),
      device: z.object({ id: z.string(), name: z.string() }).nullable(),
      organisation: organisationAnswer,
      streams: z.array(z.string()),
    }),
    handle: async ({ caller: { account, device } }) => ({
      account,
      device,
      organisation: await organisation(world.database),
      streams: await readableStreams(world.database, account.id),
    }),
  }),
  route({
    method: 'POST',
    path: '/v1/devices',
    summary: 'Connect a bench: it tells its own person, and gets its token and the person it has to be',
    access: 'session',
    body: z.object({ name: fields.name, personId: fields.id }),
    answer: registeredAnswer,
    limits: { body: 16 * 1024, perMinute: 30 },
    handle: async ({ caller, body, address }) =>
      new Reply(
        await registerDevice(world, actorOf(caller, address), { ...body, accountId: caller.account.id }),
        { status: 201 },
      ),
  }),
  route({
    method: 'POST',
    path: '/v1/devices/link',
    summary: 'Connect a bench with a one-time link, which is used up by it',
    access: 'anyone',
    body: z.object({ link: z.string().min(1).max(200), name: fields.name, personId: fields.id }),
    answer: registeredAnswer,
    limits: { body: 16 * 1024, perMinute: 60 },
    handle: async ({ body, address }) =>
      new Reply(await connectByLink(world, { accountId: null, deviceId: null, address }, body), {
        status: 201,
      }),
  }),
  route({
    method: 'GET',
    path: '/v1/devices',
    summary: 'One’s own benches, revoked ones too',
    access: 'session',
    answer: z.object({ devices: z.array(deviceAnswer) }),
    handle: async ({ caller }) => ({ devices: await listDevices(world.database, caller.account.id) }),
  }),
  route({
    method: 'DELETE',
    path: '/v1/devices/:id',
    summary: 'Revoke one of one’s own benches; with the token of a bench, that bench alone',
    access: 'signed-in',
    params: z.object({ id: fields.id }),
    handle: async ({ caller, params, address }) => {
      if (caller.device && caller.device.id !== params.id)
        throw refuse('not-allowed', 'A bench can end its own connection only. Nothing was revoked.')
      await revokeDevice(world, actorOf(caller, address), {
        deviceId: params.id,
        accountId: caller.account.id,
      })
      return undefined
    },
  }),
]

const tokenAnswer = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: instant,
  usedAt: instant.nullable(),
  expiresAt: instant.nullable(),
})

/** One's own tokens for scripts. */
export const tokenRoutes = (world: AccessWorld): Route[] => [
  route({
    method: 'GET',
    path: '/v1/tokens',
    summary: 'One’s own personal tokens, without the tokens themselves',
    access: 'session',
    answer: z.object({ tokens: z.array(tokenAnswer) }),
    handle: async ({ caller }) => ({ tokens: await listPersonalTokens(world.database, caller.account.id) }),
  }),
  route({
    method: 'POST',
    path: '/v1/tokens',
    summary: 'A new personal token, shown this once',
    access: 'session',
    body: z.object({ name: fields.name, days: z.int().min(1).max(3_650).optional() }),
    answer: z.object({ id: z.string(), token: z.string() }),
    limits: { body: 16 * 1024, perMinute: 30 },
    handle: async ({ caller, body, address }) =>
      new Reply(
        await addPersonalToken(world, actorOf(caller, address), { ...body, accountId: caller.account.id }),
        { status: 201 },
      ),
  }),
  route({
    method: 'DELETE',
    path: '/v1/tokens/:id',
    summary: 'Revoke one of one’s own personal tokens',
    access: 'session',
    params: z.object({ id: fields.id }),
    handle: async ({ caller, params, address }) => {
      await revokePersonalToken(world, actorOf(caller, address), { ...params, accountId: caller.account.id })
      return undefined
    },
  }),
]
