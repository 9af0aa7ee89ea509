import { createCase, setFields } from '../../../host/cases/changes.ts'
import { myId } from '../../../host/cases/me.ts'
import { rowsOf } from '../../../host/operations/rows.ts'
import { applyPull } from '../../../host/sync/apply-pull.ts'
import { joinService } from '../../../host/sync/connect.ts'
import { testDatabase } from '../../support/database.ts'
import type { Measure } from '../report.ts'

const pending = 10_000
const collisions = 1_000

const line = (value: unknown) => `${JSON.stringify(value)}\n`

/** News about cases in which changes of this bench wait. */
export const rebaseBench = (): Measure[] => {
  using bench = testDatabase()
  const epoch = '00000000-0000-4000-8000-000000000000'
  const id = epoch
  bench.write(joinService, {
    connection: {
      ...{ url: 'http://127.0.0.1', organisation: '', accountId: id, deviceId: id, epoch, grants: null },
      ...{ acked: 0, complete: true, syncedAt: null, paused: false },
    },
    personId: myId(bench.db) ?? '',
    accountName: 'Ada',
  })
  const ids = Array.from(
    { length: pending / 2 },
    (_, n) => bench.write(createCase, { title: `Case ${n}` }).id,
  )
  const hello = { epoch, at: 0 }
  const told = ids.map((id, n) => line({ k: 'case', i: id, v: 1, q: n + 1, b: rowsOf(bench.db).case(id) }))
  const last = bench.db.value<number>('select max(dseq) from operations') ?? 0
  const mark = (seq: number) => line({ mark: 'global', seq, tag: epoch })
  const text = [
    line(hello),
    line({ stream: 'global' }),
    ...told,
    mark(ids.length),
    line({ more: false, acked: last }),
  ]
  bench.write(applyPull, { text: text.join('') })
  for (const id of ids) bench.write(setFields, { ids: [id], set: { title: 'Mine' }, reason: '' })
  for (const id of ids) bench.write(setFields, { ids: [id], set: { status: 'waiting' }, reason: '' })
  const news = ids.slice(0, collisions).map((id, n) =>
    line({
      ...{ k: 'case', i: id, v: 2, q: ids.length + n + 1 },
      b: { ...rowsOf(bench.db).case(id), title: 'Theirs', severity: 1, status: 'open' },
    }),
  )
  const piece = [
    line(hello),
    line({ stream: 'global' }),
    ...news,
    mark(ids.length + collisions),
    line({ more: false, acked: last }),
  ]
  const began = performance.now()
  bench.write(applyPull, { text: piece.join('') })
  const ms = performance.now() - began
  const shown = rowsOf(bench.db).case(ids[0] ?? '')
  const right = shown?.title === 'Mine' && shown.severity === 1 && shown.status === 'waiting'
  return [
    {
      name: `rebase of ${pending} pending with ${collisions} collisions`,
      value: ms,
      unit: 'ms',
      bar: '≤ 1,000 ms',
      met: right && ms <= 1000,
    },
  ]
}
