import {
  createCase,
  linkCases,
  mergeCases,
  setComponents,
  setFields,
  tagCases,
  trashCases,
  unlinkCases,
} from '../../../host/cases/changes.ts'
import { changeComponentPart } from '../../../host/desk/change-component.ts'
import { setCustomer } from '../../../host/desk/customers.ts'
import { setPerson } from '../../../host/desk/people.ts'
import { importRecords, type StoredRecord } from '../../../host/imports/apply.ts'
import { apply } from '../../../host/operations/apply.ts'
import { redo, undo } from '../../../host/operations/history.ts'
import { createPatch, setPatch, stepPatch } from '../../../host/patches/rows.ts'
import { discardRejected, retryRejected } from '../../../host/sync/acts.ts'
import { correctEvent, postEvent, retractEvent } from '../../../host/timeline/changes.ts'
import type { Conflict } from '../../../shared/domain/conflict.ts'
import type { CaseFields } from '../../../shared/domain/entities.ts'
import { caseStatuses } from '../../../shared/domain/vocabulary.ts'
import { componentKey } from '../../../shared/sync/component-key.ts'
import type { SimulatedBench } from './bench.ts'
import type { Random } from './random.ts'

/** What an act draws on: chance, and words that nobody has written before. */
export interface Draw {
  random: Random
  word(): string
}

type Act = (bench: SimulatedBench, draw: Draw) => void

const idsIn = (bench: SimulatedBench, table: string, where = '1'): string[] =>
  bench.db.all<{ id: string }>(`select id from ${table} where ${where} order by key`).map(({ id }) => id)

/** Often one of a few, so that benches meet on them. */
const someCase = (bench: SimulatedBench, { random }: Draw): string | undefined => {
  const ids = bench.db.all<{ id: string }>('select id from cases order by id').map(({ id }) => id)
  return random.pick(random.chance(0.6) ? ids.slice(0, 3) : ids)
}

const create: Act = (bench, draw) => {
  const customerId = draw.random.chance(0.6)
    ? draw.random.pick(idsIn(bench, 'customers', "name != ''"))
    : null
  bench.write(createCase, {
    title: draw.word(),
    description: `${draw.word()} ${draw.word()}\n${draw.word()}\n${draw.word()}`,
    ...(customerId ? { customerId } : {}),
  })
}

/** Changes some words of a text, adds a line or takes one away, as people do. */
const edited = (text: string, { random, word }: Draw): string => {
  const lines = text.split('\n')
  const at = random.below(lines.length)
  const way = random.below(5)
  if (way === 0) lines.splice(at, 0, word())
  else if (way === 1) lines[at] = `${lines[at]} ${word()}`
  else if (way === 2) lines[at] = `${word()} ${word()}`
  else if (way === 3) lines.push(word())
  else lines[at] = (lines[at] ?? '').replace(/^\S*/, word())
  return lines.join('\n')
}

const fieldsOf = (bench: SimulatedBench, id: string, draw: Draw): Partial<CaseFields> => {
  const { random, word } = draw
  const description = () =>
    edited(bench.db.value<string>('select description from cases where id = ?', [id]) ?? '', draw)
  const ways: (() => Partial<CaseFields>)[] = [
    () => ({ title: word() }),
    () => ({ description: description() }),
    () => ({ description: description() }),
    () => ({ resolution: word() }),
    () => ({ status: random.pick(caseStatuses) ?? 'open' }),
    () => ({ status: random.pick(caseStatuses) ?? 'open' }),
    () => ({ severity: ([1, 2, 3, 4] as const)[random.below(4)] ?? 2 }),
    () => ({ ownerId: random.pick(idsIn(bench, 'people', "name != ''")) ?? null }),
    () => ({ customerId: random.pick(idsIn(bench, 'customers', "name != ''")) ?? null }),
    () => ({ dueAt: random.below(1000) }),
  ]
  return Object.assign({}, random.pick(ways)?.(), random.chance(0.3) ? random.pick(ways)?.() : {})
}

const set: Act = (bench, draw) => {
  const ids = [someCase(bench, draw), draw.random.chance(0.1) ? someCase(bench, draw) : undefined]
  const found = [...new Set(ids.filter((id) => id !== undefined))]
  const [first] = found
  if (first)
    bench.write(setFields, {
      ids: found,
      set: fieldsOf(bench, first, draw),
      reason: draw.random.chance(0.3) ? draw.word() : '',
    })
}

const tag: Act = (bench, draw) => {
  const id = someCase(bench, draw)
  const here = JSON.parse(
    bench.db.value<string>('select tags from cases where id = ?', [id ?? '']) ?? '[]',
  ) as string[]
  const drop = draw.random.chance(0.3) ? draw.random.pick(here) : undefined
  if (id) bench.write(tagCases, { ids: [id], add: drop ? [] : [draw.word()], remove: drop ? [drop] : [] })
}

const component: Act = (bench, draw) => {
  const id = someCase(bench, draw)
  const name = `lib-${draw.random.below(3)}`
  const one = { kind: 'package' as const, name, version: `${draw.random.below(3)}`, purl: '' }
  if (!id) return
  if (draw.random.chance(0.3))
    bench.write(changeComponentPart, {
      ...{ ids: [id], identities: [componentKey(one)], name },
      set: { version: draw.word() },
    })
  else bench.write(setComponents, { id, add: [one], remove: [] })
}

const note: Act = (bench, draw) => {
  const caseId = someCase(bench, draw)
  if (caseId)
    bench.write(postEvent, {
      ...{ caseId, lane: 'internal', kind: 'note', attachments: [] },
      body: draw.word(),
    })
}

const correct: Act = (bench, draw) => {
  const eventId = draw.random.pick(idsIn(bench, 'events'))
  if (!eventId) return
  if (draw.random.chance(0.5)) bench.write(correctEvent, { eventId, body: draw.word() })
  else bench.write(retractEvent, { eventId, retracted: draw.random.chance(0.7) })
}

const trash: Act = (bench, draw) => {
  const id = someCase(bench, draw)
  if (id) bench.write(trashCases, { ids: [id], trashed: draw.random.chance(0.6) })
}

const link: Act = (bench, draw) => {
  const [fromId, toKey, known] = [
    someCase(bench, draw),
    someCase(bench, draw),
    draw.random.pick(idsIn(bench, 'links')),
  ]
  if (known && draw.random.chance(0.4)) bench.write(unlinkCases, { id: known })
  else if (fromId && toKey && fromId !== toKey) bench.write(linkCases, { fromId, toKey, kind: 'related' })
}

const merge: Act = (bench, draw) => {
  const [fromId, intoKey] = [someCase(bench, draw), someCase(bench, draw)]
  if (fromId && intoKey && fromId !== intoKey) bench.write(mergeCases, { fromId, intoKey })
}

const customer: Act = (bench, draw) => {
  const known = idsIn(bench, 'customers', "name != ''")
  const id = known.length > 3 || draw.random.chance(0.5) ? draw.random.pick(known) : undefined
  if (!id) return void bench.write(setCustomer, { set: { name: draw.word() } })
  const notes = bench.db.value<string>('select notes from customers where id = ?', [id]) ?? ''
  const fields = draw.random.chance(0.5) ? { notes: edited(notes, draw) } : { domain: draw.word() }
  bench.write(setCustomer, { id, set: fields })
}

const person: Act = (bench, draw) => {
  const known = idsIn(bench, 'people', "name != ''")
  const id = known.length > 5 || draw.random.chance(0.6) ? draw.random.pick(known) : undefined
  if (!id) return void bench.write(setPerson, { set: { name: draw.word() } })
  const customerId = draw.random.pick(idsIn(bench, 'customers', "name != ''")) ?? null
  const own = id === bench.person
  const fields = own || draw.random.chance(0.6) ? { notes: draw.word() } : { customerId }
  bench.write(setPerson, { id, set: fields })
}

const patch: Act = (bench, draw) => {
  const { random, word } = draw
  const id = random.pick(idsIn(bench, 'patches'))
  if (id && random.chance(0.4)) return void bench.write(setPatch, { id, set: { title: word() } })
  if (id && random.chance(0.6))
    return void bench.write(stepPatch, { id, state: 'sent', url: '', note: word() })
  const caseId = someCase(bench, draw)
  const series = { uploadId: random.id(), name: 'a.mbox', sha256: 'a'.repeat(64), bytes: 1, text: null }
  if (caseId) bench.write(createPatch, { caseId, title: word(), branch: 'main', base: '', files: [], series })
}

const importAct: Act = (bench, draw) => {
  const { random, word } = draw
  const number = random.below(6)
  const record: StoredRecord = {
    ...{ system: 'github:acme/pool', externalId: `${number}`, title: word(), description: word() },
    ...{
      tags: random.chance(0.3) ? [word()] : [],
      components: [],
      customer: null,
      reporter: null,
      links: [],
    },
    owner: random.chance(0.5) ? { name: 'Kim', handle: 'github:kim' } : null,
    status: random.pick(caseStatuses) ?? 'open',
    createdAt: 1_600_000_000_000,
    updatedAt: 1_600_000_000_000 + random.below(1000),
    original: {},
    events: Array.from({ length: random.below(3) }, (_, index) => ({
      ...{ externalId: `c${index}`, kind: 'message', lane: 'customer', author: null, at: 1_600_000_000_000 },
      body: random.chance(0.5) ? 'same' : word(),
    })),
  }
  bench.write(importRecords, { records: [record] })
}

const back: Act = (bench, { random }) => {
  bench.write(random.chance(0.6) ? undo : redo, {})
}

const resolve: Act = (bench, { random }) => {
  const bodies = bench.db.all<{ body: string }>(
    "select body from conflicts where state = 'open' order by key",
  )
  const found = random.pick(bodies)
  if (!found) return
  const conflict = JSON.parse(found.body) as Conflict
  const value = random.chance(0.5) ? conflict.mine : conflict.theirs
  bench.write(
    (context) =>
      apply(
        context,
        [{ type: 'conflict.resolve', entity: conflict.id, payload: { value, by: bench.person } }],
        'Resolve',
      ),
    {},
  )
}

/** Somebody sends a refused change again or gives it up. */
const settleRefused: Act = (bench, { random }) => {
  const id = random.pick(
    bench.db
      .all<{ id: string }>("select id from operations where state = 'rejected' order by dseq")
      .map((one) => one.id),
  )
  if (id && random.chance(0.3)) bench.write(retryRejected, { id })
  else if (id) bench.write(discardRejected, { id })
}

/** What people do, and how often beside each other. */
export const acts: readonly { name: string; weight: number; run: Act }[] = [
  { name: 'create', weight: 6, run: create },
  { name: 'set', weight: 22, run: set },
  { name: 'tag', weight: 6, run: tag },
  { name: 'component', weight: 4, run: component },
  { name: 'note', weight: 10, run: note },
  { name: 'correct', weight: 4, run: correct },
  { name: 'trash', weight: 2, run: trash },
  { name: 'link', weight: 5, run: link },
  { name: 'merge', weight: 4, run: merge },
  { name: 'customer', weight: 5, run: customer },
  { name: 'person', weight: 4, run: person },
  { name: 'patch', weight: 5, run: patch },
  { name: 'import', weight: 4, run: importAct },
  { name: 'undo', weight: 5, run: back },
  { name: 'resolve', weight: 6, run: resolve },
  { name: 'refused', weight: 6, run: settleRefused },
]
