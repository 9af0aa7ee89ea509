import { z } from 'zod'
import { Reply, type Route, route } from '../http/route.ts'
import { type AccessWorld, actorOf } from './act.ts'
import { customerAnswer, teamAnswer } from './answers.ts'
import { listCustomers } from './customers-list.ts'
import { fields } from './fields.ts'
import { grantCustomer, listRestricted, revokeCustomer, setRestricted } from './restriction.ts'
import { addMember, addTeam, listTeams, removeMember } from './teams.ts'

const access = { roles: ['administrator'] } as const
const limits = { body: 16 * 1024, perMinute: 600 }
const memberParams = z.object({ id: fields.id, accountId: fields.id })
const grantParams = z.object({ id: fields.id, customerId: fields.id })
const customerParams = z.object({ id: fields.id })

/** A route that lets a team have something, and one that takes it away. */
const pair = <Params extends z.ZodType>(
  path: string,
  params: Params,
  acts: {
    put: {
      summary: string
      run: (params: z.output<Params>, actor: ReturnType<typeof actorOf>) => Promise<unknown>
    }
    delete: {
      summary: string
      run: (params: z.output<Params>, actor: ReturnType<typeof actorOf>) => Promise<unknown>
    }
  },
): Route[] =>
  (['PUT', 'DELETE'] as const).map((method) => {
    const { summary, run } = method === 'PUT' ? acts.put : acts.delete
    return route({
      method,
      path,
      summary,
      access,
      params: params as z.ZodType<z.output<Params>>,
      handle: async (call) => {
        await run(call.params, actorOf(call.caller, call.address))
        return undefined
      },
    })
  })

/** Teams, who is in them, and the customers only they reach. */
export const teamRoutes = (world: AccessWorld): Route[] => [
  route({
    method: 'GET',
    path: '/v1/admin/teams',
    summary: 'The teams, their members and the customers they reach',
    access,
    answer: z.object({ teams: z.array(teamAnswer) }),
    handle: async () => ({ teams: await listTeams(world.database) }),
  }),
  route({
    method: 'POST',
    path: '/v1/admin/teams',
    summary: 'Add a team',
    access,
    body: z.object({ name: fields.name }),
    answer: z.object({ id: z.string(), name: z.string() }),
    limits,
    handle: async ({ caller, body, address }) =>
      new Reply(await addTeam(world, actorOf(caller, address), body), { status: 201 }),
  }),
  ...pair('/v1/admin/teams/:id/members/:accountId', memberParams, {
    put: {
      summary: 'Let a user join a team',
      run: ({ id, accountId }, actor) => addMember(world, actor, { team: id, user: accountId }),
    },
    delete: {
      summary: 'Take a user out of a team',
      run: ({ id, accountId }, actor) => removeMember(world, actor, { team: id, user: accountId }),
    },
  }),
  ...pair('/v1/admin/teams/:id/customers/:customerId', grantParams, {
    put: {
      summary: 'Let a team reach a customer, and nobody without a grant',
      run: ({ id, customerId }, actor) => grantCustomer(world, actor, { team: id, customerId }),
    },
    delete: {
      summary: 'Take a team’s way to a customer back; the customer stays restricted',
      run: ({ id, customerId }, actor) => revokeCustomer(world, actor, { team: id, customerId }),
    },
  }),
  route({
    method: 'GET',
    path: '/v1/admin/customers',
    summary: 'Every customer; names only of those that one may read',
    access,
    answer: z.object({ customers: z.array(customerAnswer) }),
    handle: async ({ caller }) => ({ customers: await listCustomers(world.database, caller.account.id) }),
  }),
  route({
    method: 'GET',
    path: '/v1/admin/restricted-customers',
    summary: 'The customers that only teams with a grant reach',
    access,
    answer: z.object({ customers: z.array(z.string()) }),
    handle: async () => ({ customers: await listRestricted(world.database) }),
  }),
  ...pair('/v1/admin/restricted-customers/:id', customerParams, {
    put: {
      summary: 'Let only teams with a grant reach a customer',
      run: ({ id }, actor) => setRestricted(world, actor, { customerId: id, restricted: true }),
    },
    delete: {
      summary: 'Let everybody reach a customer again',
      run: ({ id }, actor) => setRestricted(world, actor, { customerId: id, restricted: false }),
    },
  }),
]
