import { z } from 'zod'
import { receiptsRequest } from '../../shared/sync/protocol.ts'
import { type AccessWorld, actorOf } from '../access/act.ts'
import { type Route, route } from '../http/route.ts'
import { holderAnswer, listHolders } from './holders.ts'
import { takeReceipt } from './receipts.ts'

/** What benches say that they removed, and which still have something. */
export const holdingsRoutes = (world: AccessWorld): Route[] => [
  route({
    method: 'POST',
    path: '/v1/sync/receipts',
    summary: 'For a bench: what it removed since it may no longer be read there',
    access: 'device',
    body: receiptsRequest,
    answer: z.object({ taken: z.int() }),
    limits: { body: 256 * 1024, perMinute: 600 },
    handle: async ({ body: { receipts }, caller, address }) => {
      for (const one of receipts)
        await takeReceipt(world, actorOf(caller, address), { ...one, deviceId: caller.device.id })
      return { taken: receipts.length }
    },
  }),
  route({
    method: 'GET',
    path: '/v1/admin/holders',
    summary: 'Which benches hold rows of restricted customers',
    access: { roles: ['administrator', 'auditor'] },
    answer: z.object({ holders: z.array(holderAnswer) }),
    handle: async () => ({ holders: await listHolders(world.database) }),
  }),
]
