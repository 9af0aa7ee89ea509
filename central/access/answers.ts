import { z } from 'zod'
import { roles } from './caller.ts'

/** A time as JSON carries it. */
export const instant = z
  .date()
  .transform((at) => at.toISOString())
  .pipe(z.iso.datetime())

export const organisationAnswer = z.object({ id: z.string(), name: z.string() })

export const deviceAnswer = z.object({
  id: z.string(),
  name: z.string(),
  accountId: z.string(),
  accountName: z.string(),
  createdAt: instant,
  seenAt: instant,
  revokedAt: instant.nullable(),
})

export const accountAnswer = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(roles),
  email: z.string().nullable(),
  teams: z.array(z.string()).readonly(),
  disabled: z.boolean(),
})

export const teamAnswer = z.object({
  id: z.string(),
  name: z.string(),
  members: z.array(z.string()).readonly(),
  customers: z.array(z.string()).readonly(),
})

export const customerAnswer = z.object({
  id: z.string(),
  name: z.string().nullable(),
  restricted: z.boolean(),
})

export const auditAnswer = z.object({
  id: z.number(),
  at: instant,
  act: z.string(),
  outcome: z.enum(['done', 'refused']),
  accountId: z.string().nullable(),
  accountName: z.string().nullable(),
  deviceId: z.string().nullable(),
  address: z.string(),
  subject: z.string(),
  details: z.record(z.string(), z.unknown()),
})
