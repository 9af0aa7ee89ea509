import { z } from 'zod'
import { type Route, route } from '../http/route.ts'
import { type AccessWorld, actorOf } from './act.ts'
import { auditAnswer, deviceAnswer, organisationAnswer } from './answers.ts'
import { listActs, listAudit, namesIn } from './audit-list.ts'
import { listDevices, revokeDevice } from './devices.ts'
import { fields } from './fields.ts'
import { renameOrganisation } from './organisation.ts'

const access = { roles: ['administrator'] } as const
const byId = z.object({ id: fields.id })
const limits = { body: 16 * 1024, perMinute: 600 }

/** What administrators do with everybody’s benches and the organisation, and what was done. */
export const administrationRoutes = (world: AccessWorld): Route[] => [
  route({
    method: 'GET',
    path: '/v1/admin/devices',
    summary: 'Every bench that connected',
    access,
    answer: z.object({ devices: z.array(deviceAnswer) }),
    handle: async () => ({ devices: await listDevices(world.database, null) }),
  }),
  route({
    method: 'DELETE',
    path: '/v1/admin/devices/:id',
    summary: 'Revoke anybody’s bench',
    access,
    params: byId,
    handle: async ({ caller, params, address }) => {
      await revokeDevice(world, actorOf(caller, address), { deviceId: params.id, accountId: null })
      return undefined
    },
  }),
  route({
    method: 'PUT',
    path: '/v1/admin/organisation',
    summary: 'Name the organisation',
    access,
    body: z.object({ name: fields.name }),
    answer: organisationAnswer,
    limits,
    handle: ({ caller, body, address }) => renameOrganisation(world, actorOf(caller, address), body),
  }),
  route({
    method: 'GET',
    path: '/v1/admin/audit',
    summary: 'Administrative acts and refused requests, newest first',
    access: { roles: ['administrator', 'auditor'] },
    query: z.object({
      before: z.coerce.number().int().positive().nullable().default(null),
      limit: z.coerce.number().int().min(1).max(1_000).default(100),
      act: z.string().max(100).nullable().default(null),
    }),
    answer: z.object({ entries: z.array(auditAnswer), names: z.record(z.string(), z.string()) }),
    handle: async ({ query }) => {
      const entries = await listAudit(world.database, query)
      return { entries, names: await namesIn(world.database, entries) }
    },
  }),
  route({
    method: 'GET',
    path: '/v1/admin/audit/acts',
    summary: 'The acts that the audit has entries of',
    access: { roles: ['administrator', 'auditor'] },
    answer: z.object({ acts: z.array(z.string()) }),
    handle: async () => ({ acts: await listActs(world.database) }),
  }),
]
