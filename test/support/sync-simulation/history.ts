import { earlierPast } from '../../../host/sync/versions.ts'
import type { Conflict } from '../../../shared/domain/conflict.ts'
import type { Case } from '../../../shared/domain/entities.ts'
import { type CaredKind, careOf, settingOf } from '../../../shared/sync/care.ts'
import { rowKey } from '../../../shared/sync/overlay.ts'
import type { Decided, MemoryCentral } from '../memory-central.ts'
import { canonical, type SimulatedBench } from './bench.ts'
import { Broken, type Ledger } from './invariants.ts'

type Fields = Record<string, unknown>

/** Every word of a text, so that a text merged of two can be asked for both. */
const wordsOf = (value: unknown): string[] =>
  typeof value === 'string' ? value.split(/\s+/).filter(Boolean) : []

const setOf = ({ sent }: Decided): Fields => (sent.payload as { set?: Fields }).set ?? {}

/** What was chosen against what: values that took effect, values in conflicts, and values that somebody replaced knowingly. */
const isKept = (
  field: string,
  one: Decided,
  { all, conflicts }: { all: readonly Decided[]; conflicts: readonly Conflict[] },
) => {
  const mine = setOf(one)[field]
  const { entity, base } = one.sent
  const values = one.writes.map(({ body }) => (body as Fields | null)?.[field])
  if (values.some((value) => canonical(value) === canonical(mine))) return true
  const [had, has] = [new Set(wordsOf(base[field])), new Set(wordsOf(mine))]
  const fresh = [...has].filter((word) => !had.has(word))
  const gone = [...had].filter((word) => !has.has(word))
  const merged = (value: unknown) => {
    const words = wordsOf(value)
    // Of a change that only took words away these are gone from the merged text.
    if (fresh.length === 0) return gone.length > 0 && gone.every((word) => !words.includes(word))
    return fresh.every((word) => words.includes(word))
  }
  if (values.some(merged)) return true
  const told = conflicts.filter((conflict) => conflict.entity === entity && conflict.field === field)
  if (
    told.some((conflict) =>
      [conflict.mine, conflict.theirs].some((value) => canonical(value) === canonical(mine)),
    )
  )
    return true
  return all.some(
    (later) =>
      later.device === one.device &&
      later.sent.dseq > one.sent.dseq &&
      later.sent.entity === entity &&
      field in setOf(later) &&
      canonical(later.sent.base[field]) === canonical(mine),
  )
}

/** I7: what somebody wrote into a cared field took effect, or is in a conflict, and replaced nothing unseen. */
const checkValues = (central: MemoryCentral): void => {
  const all = central.decided()
  const conflicts = all.flatMap(({ writes }) => writes.filter(({ kind }) => kind === 'conflict'))
  const kept = [...conflicts, ...central.allRows().filter(({ kind }) => kind === 'conflict')].flatMap(
    ({ body }) => (body ? [body as unknown as Conflict] : []),
  )
  const now = new Map<string, Fields>()
  for (const one of all) {
    const kind = settingOf(one.sent.type as Parameters<typeof settingOf>[0])
    const before = kind && now.get(rowKey(kind, one.sent.entity))
    if (kind && before && one.result.outcome !== 'rejected') checkSetting(one, { kind, before, all, kept })
    for (const row of one.writes)
      if (row.body) now.set(rowKey(row.kind, row.id), row.body as unknown as Fields)
  }
}

interface Setting {
  kind: CaredKind
  before: Fields
  all: readonly Decided[]
  kept: readonly Conflict[]
}

const checkSetting = (one: Decided, { kind, before, all, kept }: Setting) => {
  const after = one.writes.find((row) => row.kind === kind && row.id === one.sent.entity)?.body as
    | Fields
    | undefined
  for (const [field, mine] of Object.entries(setOf(one))) {
    const care = careOf(kind, field)
    if (!care || canonical(before[field]) === canonical(mine)) continue
    if (!isKept(field, one, { all, conflicts: kept }))
      throw new Broken('I7', `${field} ${canonical(mine)} of ${one.sent.type} ${one.sent.id} is nowhere`)
    const blind = field in one.sent.base && canonical(one.sent.base[field]) !== canonical(before[field])
    if (care === 'value' && blind && after && canonical(after[field]) === canonical(mine))
      throw new Broken(
        'I7',
        `${one.sent.type} ${one.sent.id} replaced ${field} ${canonical(before[field])} unseen`,
      )
  }
}

/** What an operation adds to a case's tags, and what it takes away. */
const tagsBy = ({ sent, result }: Decided): { add: string[]; remove: string[] } => {
  const {
    add = [],
    remove = [],
    case: value,
  } = sent.payload as { add?: string[]; remove?: string[]; case?: Case }
  if (result.outcome === 'rejected') return { add: [], remove: [] }
  if (sent.type === 'case.tags') return { add, remove }
  const had = (sent.base as Partial<Case>).tags ?? []
  const dropped = sent.type === 'case.import' ? had.filter((tag) => !value?.tags.includes(tag)) : []
  return { add: [], remove: dropped }
}

/** I7 for sets: a tag that was added is there until somebody takes it away. */
const checkTags = (central: MemoryCentral): void => {
  const tags = new Map<string, Set<string>>()
  for (const one of central.decided()) {
    const has = tags.get(one.sent.entity) ?? new Set()
    tags.set(one.sent.entity, has)
    const { add, remove } = tagsBy(one)
    for (const tag of remove) has.delete(tag)
    for (const tag of add) has.add(tag)
  }
  for (const [id, has] of tags) {
    const row = central.row(rowKey('case', id))?.body as Case | undefined
    for (const tag of has)
      if (row && !row.tags.includes(tag)) throw new Broken('I7', `the tag ${tag} of case ${id} is gone`)
  }
}

/** I3: whatever the service has was made by somebody, once, under the name that it was given. */
const checkMakers = (ledger: Ledger, central: MemoryCentral): void => {
  const named = new Set<string>()
  for (const { operation } of ledger.made.values()) {
    named.add(operation.entity)
    for (const match of canonical(operation.payload).matchAll(/"id":"([^"]+)"/g)) named.add(match[1] ?? '')
  }
  for (const { kind, id } of central.allRows())
    if (kind !== 'conflict' && isKnown(kind) && !named.has(id))
      throw new Broken('I3', `nobody made ${kind} ${id}`)
}

const isKnown = (kind: string) => kind !== 'gadget'

/** What was refused waits on its bench for a person, and rows of kinds that it does not know wait for the next version. */
const checkWaiting = (ledger: Ledger, benches: readonly SimulatedBench[], central: MemoryCentral): void => {
  for (const { operation, bench } of ledger.made.values()) {
    const result = central.result(operation.id)?.result
    const on = benches.find(({ name }) => name === bench)
    const state = on?.db.value<string>('select state from operations where id = ?', [operation.id])
    const forgotten = result?.reason?.code === 'forbidden' || central.everRestricted
    if (ledger.givenUp.has(operation.id)) continue
    if (result?.outcome === 'rejected' && state !== 'rejected' && !(forgotten && state !== 'settled'))
      throw new Broken('I2', `${bench} does not show that ${operation.type} ${operation.id} was refused`)
  }
  for (const bench of benches) {
    const may = new Set(central.streamsOf(bench.name))
    for (const { kind, id, ver, stream } of central.allRows().filter((row) => !isKnown(row.kind)))
      if (
        may.has(stream) &&
        bench.db.value<number>('select ver from set_aside where kind = ? and id = ?', [kind, id]) !== ver
      )
        throw new Broken('I4', `${bench.name} did not keep ${kind} ${id}, which it does not know`)
  }
}

/** What the whole run must have left, beside what each bench shows. */
export const checkHistory = (
  ledger: Ledger,
  benches: readonly SimulatedBench[],
  central: MemoryCentral,
): void => {
  if (central.decidesSingly) checkValues(central)
  checkTags(central)
  checkMakers(ledger, central)
  checkWaiting(ledger, benches, central)
}

/** Operations of a bench that count as done now and did not when it was last asked. */
const newlySettled = ({ settled }: Ledger, bench: SimulatedBench): Set<string> => {
  const before = settled.get(bench.name)
  const now = new Set(
    bench.db.all<{ id: string }>("select id from operations where state = 'settled'").map(({ id }) => id),
  )
  settled.set(bench.name, now)
  return new Set([...now].filter((id) => !before?.has(id)))
}

/**
 * I4: what a bench counts as done, it has been told. Asked once of each: a stream that is granted again is told from its
 * beginning, with what was done before.
 */
export const checkSettled = (ledger: Ledger, bench: SimulatedBench, central: MemoryCentral): void => {
  const settled = newlySettled(ledger, bench)
  if (settled.size === 0) return
  const seen = new Map(
    bench.db
      .all<{ id: string; seq: number; tag: string }>('select id, seq, tag from streams')
      .map((one) => [one.id, one]),
  )
  // What is known of another past is told again at the next exchange.
  for (const cursor of seen.values()) if (cursor.seq > 0 && !central.knowsCursor(cursor.id, cursor)) return
  if (bench.db.value<number>(`select 1 from cases where ver = ${earlierPast} limit 1`)) return
  const may = new Set(central.streamsOf(bench.name))
  for (const { sent, writes } of central.decided()) {
    if (!settled.has(sent.id)) continue
    for (const { stream, seq, kind, id } of writes)
      if (may.has(stream) && (seen.get(stream)?.seq ?? 0) < seq && seen.has(stream))
        throw new Broken(
          'I4',
          `${bench.name} counts ${sent.type} as done before it was told of ${kind} ${id}`,
        )
  }
}
