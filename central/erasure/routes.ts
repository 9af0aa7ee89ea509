import { z } from 'zod'
import { type AccessWorld, actorOf } from '../access/act.ts'
import { fields } from '../access/fields.ts'
import type { SweepOptions } from '../blobs/sweep.ts'
import { refuse } from '../http/refusal.ts'
import { Reply, type Route, route } from '../http/route.ts'
import { erase, sweepErased } from './erase.ts'
import { erasureAnswer, listErasures } from './list.ts'
import { erasureKinds } from './subject.ts'

const access = { roles: ['administrator'] } as const

/** Erasure on request, and what was erased. */
export const erasureRoutes = (world: AccessWorld, parts: SweepOptions): Route[] => [
  route({
    method: 'GET',
    path: '/v1/admin/erasures',
    summary: 'What was erased, and which benches have not said yet that they removed it',
    access: { roles: ['administrator', 'auditor'] },
    answer: z.object({ erasures: z.array(erasureAnswer) }),
    handle: async () => ({ erasures: await listErasures(world.database) }),
  }),
  route({
    method: 'POST',
    path: '/v1/admin/erasures',
    summary: 'Erase a case, a customer or a person for good; `confirm` says once more which',
    access,
    body: z.object({ kind: z.enum(erasureKinds), which: fields.nameOrId, confirm: z.string().max(200) }),
    answer: erasureAnswer.omit({ at: true, waiting: true }),
    limits: { body: 16 * 1024, perMinute: 30 },
    handle: async ({ body: { kind, which, confirm }, caller, address }) => {
      if (confirm !== which)
        throw refuse('bad-input', 'What was typed to confirm is not the same. Nothing was erased.')
      const done = await erase(world, actorOf(caller, address), { kind, which })
      await sweepErased(parts)
      return new Reply(done, { status: 201 })
    },
  }),
]
