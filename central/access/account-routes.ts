import { z } from 'zod'
import { Reply, type Route, route } from '../http/route.ts'
import { addAccount, listAccounts, setAccountDisabled, setEmail, setRole } from './accounts.ts'
import { type AccessWorld, actorOf } from './act.ts'
import { accountAnswer } from './answers.ts'
import { fields } from './fields.ts'
import { addLink, linkAddress } from './links.ts'

const access = { roles: ['administrator'] } as const
const byId = z.object({ id: fields.id })
const limits = { body: 16 * 1024, perMinute: 600 }

/** What administrators do with users. */
export const accountRoutes = (world: AccessWorld): Route[] => [
  route({
    method: 'GET',
    path: '/v1/admin/accounts',
    summary: 'Everybody who may sign in, or might once',
    access,
    answer: z.object({ accounts: z.array(accountAnswer) }),
    handle: async () => ({ accounts: await listAccounts(world.database) }),
  }),
  route({
    method: 'POST',
    path: '/v1/admin/accounts',
    summary: 'Add a user; the token to connect a bench is shown this once',
    access,
    body: z.object({
      name: fields.name,
      role: fields.role.default('engineer'),
      email: fields.email.optional(),
      team: fields.nameOrId.optional(),
    }),
    answer: z.object({ id: z.string(), name: z.string(), token: z.string() }),
    limits,
    handle: async ({ caller, body, address }) =>
      new Reply(await addAccount(world, actorOf(caller, address), body), { status: 201 }),
  }),
  route({
    method: 'PATCH',
    path: '/v1/admin/accounts/:id',
    summary: 'Change a user’s role or e-mail address, disable or enable them',
    access,
    params: byId,
    body: z.object({
      role: fields.role.optional(),
      disabled: z.boolean().optional(),
      email: fields.email.optional(),
    }),
    limits,
    handle: async ({ caller, params: { id: user }, body: { role, disabled, email }, address }) => {
      const actor = actorOf(caller, address)
      if (email !== undefined) await setEmail(world, actor, { user, email })
      if (role !== undefined) await setRole(world, actor, { user, role })
      if (disabled !== undefined) await setAccountDisabled(world, actor, { user, disabled })
      return undefined
    },
  }),
  route({
    method: 'POST',
    path: '/v1/admin/accounts/:id/link',
    summary: 'A one-time link that signs a user in',
    access,
    params: byId,
    answer: z.object({ link: z.string() }),
    limits,
    handle: async ({ caller, params, address, origin }) => {
      const { token } = await addLink(world, actorOf(caller, address), { user: params.id })
      return new Reply({ link: linkAddress(origin, token) }, { status: 201 })
    },
  }),
]
