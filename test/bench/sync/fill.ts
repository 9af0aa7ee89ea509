import { v7 } from 'uuid'
import { type RowToWrite, writeRows } from '../../../central/sync/write.ts'
import type { Case, TimelineEvent } from '../../../shared/domain/entities.ts'
import type { BenchCentral } from './central.ts'

const words =
  'pool exhausted after deploy thread dump shows blocked on datasource connector timeout broker restarted heap grew while the batch ran again'.split(
    ' ',
  )

const sentence = (seed: number, length: number): string =>
  Array.from({ length }, (_, n) => words[(seed * 31 + n * 7 + ((seed >> 3) ^ n)) % words.length]).join(' ')

const someCase = (n: number, ownerId: string | null): Case => ({
  id: v7(),
  ref: `CB-${2_000_000 + n}`,
  title: sentence(n, 7),
  description: sentence(n + 1, 30),
  status: n % 3 === 0 ? 'open' : 'closed',
  severity: ((n % 4) + 1) as Case['severity'],
  kind: 'troubleshooting',
  customerId: null,
  contractId: null,
  ownerId,
  reporterId: null,
  dueAt: null,
  resolution: '',
  createdAt: 1_700_000_000_000 + n * 1000,
  updatedAt: 1_700_000_000_000 + n * 1000 + 500,
  origin: null,
  original: {},
  tags: ['prod', `r${n % 40}`],
  components: [{ kind: 'package', name: `lib-${n % 300}`, version: '1.0', purl: '' }],
  trashedAt: null,
  mergedInto: null,
})

const someEvent = (caseId: string, n: number): TimelineEvent => ({
  id: v7(),
  caseId,
  kind: 'note',
  lane: 'internal',
  authorId: null,
  at: 1_700_000_000_000 + n * 100,
  body: sentence(n, 25),
  corrects: null,
  retractedAt: null,
  externalId: null,
})

const row = (kind: 'case' | 'event', body: Case | TimelineEvent, caseId: string | null): RowToWrite => ({
  ...{ kind, id: body.id, stream: 'global', leaves: null, ver: 1, writers: '{}' },
  ...{
    body: JSON.stringify(body),
    caseId,
    otherCaseId: null,
    customerId: null,
    ownerId: kind === 'case' ? (body as Case).ownerId : null,
  },
})

/** Puts an organisation's cases into the service, ten events each, as if benches had sent them. */
export const fill = async (
  { world }: BenchCentral,
  { cases, ownerId }: { cases: number; ownerId: string },
): Promise<void> => {
  const lot = 500
  for (let from = 0; from < cases; from += lot) {
    const rows = Array.from({ length: Math.min(lot, cases - from) }, (_, index) => {
      const n = from + index
      const value = someCase(n, n % 1000 === 0 ? ownerId : null)
      return [
        row('case', value, null),
        ...Array.from({ length: 10 }, (_, m) => row('event', someEvent(value.id, n * 10 + m), value.id)),
      ]
    }).flat()
    await world.database.transaction((transaction) => writeRows(transaction, rows))
  }
}
