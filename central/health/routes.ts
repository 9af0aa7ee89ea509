import type { Sql } from '../database/sql.ts'
import { type Route, route } from '../http/route.ts'
import { storageAnswer, syncHealthAnswer } from './answers.ts'
import { storage } from './storage.ts'
import { syncHealth } from './sync-health.ts'

const access = { roles: ['administrator'] } as const
// Both count all there is, which takes a second where there is much.
const limits = { perMinute: 60 }

/** What administrators look at to see whether all is well. */
export const healthRoutes = (database: Sql): Route[] => [
  route({
    method: 'GET',
    path: '/v1/admin/sync',
    summary: 'How far behind each bench is, open conflicts, and what was refused in the last days',
    access,
    answer: syncHealthAnswer,
    limits,
    handle: () => syncHealth(database),
  }),
  route({
    method: 'GET',
    path: '/v1/admin/storage',
    summary: 'How much is stored',
    access,
    answer: storageAnswer,
    limits,
    handle: () => storage(database),
  }),
]
