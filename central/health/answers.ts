import { z } from 'zod'
import { instant } from '../access/answers.ts'

export const syncHealthAnswer = z.object({
  devices: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      accountName: z.string(),
      seenAt: instant,
      /** Changes of others that the service took after this bench was last seen. */
      behind: z.number(),
      /** Changes that it sent, ever. */
      sent: z.number(),
    }),
  ),
  conflicts: z.object({ open: z.number(), oldestAt: instant.nullable() }),
  rejected: z.object({
    days: z.number(),
    count: z.number(),
    newest: z.array(
      z.object({
        id: z.string(),
        at: instant,
        type: z.string(),
        code: z.string(),
        message: z.string(),
        deviceName: z.string(),
        accountName: z.string(),
      }),
    ),
  }),
  /** Operations with an id that another one had before. */
  setAside: z.number(),
})

export const storageAnswer = z.object({
  rows: z.number(),
  operations: z.number(),
  attachments: z.object({ count: z.number(), bytes: z.number() }),
  /** Attachments of which not all has come yet. */
  uploads: z.object({ count: z.number(), bytes: z.number() }),
  databaseBytes: z.number(),
})
