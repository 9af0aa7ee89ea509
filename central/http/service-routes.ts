import { z } from 'zod'
import type { Metrics } from './metrics.ts'
import { openApi } from './openapi.ts'
import { refuse } from './refusal.ts'
import { Reply, type Route, route, streamed } from './route.ts'

export interface ServiceState {
  readonly version: string
  isTakingWork(): boolean
  /** Throws where this process could not do its work now. */
  check(): Promise<void>
}

const OK = z.object({ ok: z.literal(true) })

/** What those who run the service ask: health, readiness, metrics, and what there is to ask. */
export const serviceRoutes = (others: readonly Route[], state: ServiceState, metrics: Metrics): Route[] => {
  const all: Route[] = [
    ...others,
    route({
      method: 'GET',
      path: '/healthz',
      summary: 'Whether this process lives',
      access: 'anyone',
      answer: OK,
      handle: () => ({ ok: true as const }),
    }),
    route({
      method: 'GET',
      path: '/readyz',
      summary: 'Whether this process takes work: its database answers and it is not about to stop',
      access: 'anyone',
      answer: OK,
      handle: async () => {
        if (!state.isTakingWork()) throw refuse('unavailable', 'This process is about to stop.')
        await state.check()
        return { ok: true as const }
      },
    }),
    route({
      method: 'GET',
      path: '/metrics',
      summary: 'Metrics of this process in the text format of Prometheus',
      access: { roles: ['administrator', 'auditor'] },
      answer: streamed('text/plain; version=0.0.4; charset=utf-8'),
      handle: async () => new Reply(await metrics.registry.metrics()),
    }),
    route({
      method: 'GET',
      path: '/v1/openapi.json',
      summary: 'This document',
      access: 'anyone',
      answer: z.record(z.string(), z.unknown()),
      handle: () => document,
    }),
  ]
  const document = openApi(all, state.version)
  return all
}
