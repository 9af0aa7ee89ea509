import type { ReadableDatabase } from '../../../host/database/database.ts'
import type { Read, Write } from '../../../host/database/procedure.ts'
import { apply } from '../../../host/operations/apply.ts'
import { rowsOf } from '../../../host/operations/rows.ts'
import { putConnection } from '../../../host/sync/state.ts'
import { type RowKind, rowKey } from '../../../shared/sync/overlay.ts'
import { memoryDatabase } from './database.ts'
import type { Process } from './process.ts'
import type { Random } from './random.ts'

export interface BenchOptions {
  name: string
  account: string
  person: string
  random: Random
  /** The bench's clock, in milliseconds. */
  now(): number
}

/** A bench with a real database in memory and the procedures of the real one. */
export interface SimulatedBench {
  readonly name: string
  readonly account: string
  readonly person: string
  readonly db: ReadableDatabase
  now(): number
  read<I, O>(procedure: Read<I, O>, input: I): O
  write<I, O>(procedure: Write<I, O>, input: I): O
  /** The exchange that runs, if one does. */
  exchange: Process | null
  reachable: boolean
  /** Keeps a copy of all it has; answers the act that puts this copy in the place of what it has then. */
  backup(): () => void
  close(): void
}

export const simulatedBench = ({ name, account, person, random, now }: BenchOptions): SimulatedBench => {
  let file = memoryDatabase()
  const bench: SimulatedBench = {
    ...{ name, account, person, now },
    get db() {
      return file.reader
    },
    read: (procedure, input) => procedure(file.reader, input),
    write: (procedure, input) =>
      file.transaction((db) =>
        procedure({ db, now, newId: () => random.id(), touch: () => undefined }, input),
      ),
    exchange: null,
    reachable: true,
    backup: () => {
      const content = file.content()
      return () => {
        file.close()
        file = memoryDatabase(content)
      }
    },
    close: () => file.close(),
  }
  bench.write((context) => {
    const set = { name: `Engineer ${person.slice(0, 4)}`, handles: [] }
    apply(context, [{ type: 'person.set', entity: person, payload: { set } }])
    context.db.run("insert into meta (name, value) values ('me', ?)", [person])
    putConnection(context.db, {
      ...{ url: 'https://central.example', organisation: '', accountId: account, deviceId: name },
      ...{ epoch: null, grants: null, acked: 0, complete: false, syncedAt: null, paused: false },
    })
  }, {})
  return bench
}

/** The tables in which a bench keeps synced rows. */
export const tables = {
  case: 'cases',
  event: 'events',
  link: 'links',
  patch: 'patches',
  customer: 'customers',
  person: 'people',
  conflict: 'conflicts',
} as const satisfies Record<RowKind, string>

/** Text that is the same for equal values, whatever the order of their fields. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  )

/** A reference without the mark of one that two cases have. */
export const unmarked = (body: { id: string; ref?: string }) =>
  body.ref === undefined ? body : { ...body, ref: body.ref.replace(/~.{6}$/, '') }

/** Everything synced that a bench shows, by kind and id. */
export const contentOf = (bench: SimulatedBench): Map<string, string> => {
  const rows = rowsOf(bench.db)
  const content = new Map<string, string>()
  for (const [kind, table] of Object.entries(tables) as [RowKind, string][])
    for (const { id } of bench.db.all<{ id: string }>(`select id from ${table} order by id`)) {
      const body = rows[kind](id)
      if (body) content.set(rowKey(kind, id), canonical(unmarked(body)))
    }
  return content
}
