import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyQuery, treesOf } from '../../../test/support/any-query.ts'
import { openIndex } from '../../../test/support/search-index.ts'
import type { Filter, Name, Query } from '../query/ast.ts'
import { demands } from '../query/ast.ts'
import { hasFlags } from '../query/fields.ts'
import { parseQuery } from '../query/parse.ts'
import { caseKinds, caseStatuses } from '../vocabulary.ts'
import type { CaseFacts } from './facts.ts'
import { dateSql, ftsQuery } from './fts-query.ts'
import { indexText, recencyKey } from './index-text.ts'
import type { Resolve } from './leaf.ts'
import { type Candidate, checkOf } from './verify.ts'

const day = 86_400_000
const now = Date.UTC(2026, 10, 20, 15)
const people = ['Ada King', 'Grace Hopper', 'José Núñez']
const customers = ['Acme Industries', 'Globex', 'Acme Labs']

const keysOf =
  (all: readonly string[]) =>
  ({ name }: Name) =>
    all.flatMap((one, key) => (one.toLowerCase().startsWith(name.toLowerCase()) ? [key] : []))

const resolve: Resolve = {
  now,
  me: 0,
  startOfDay: (year, month, day) => Date.UTC(year, month - 1, day),
  customers: keysOf(customers),
  people: keysOf(people),
}

interface Document extends Candidate {
  description: string
  notes: readonly string[]
}

const plainFacts: CaseFacts = {
  ref: 'CB-1',
  status: 'open',
  severity: 3,
  kind: 'question',
  customer: null,
  owner: null,
  reporter: null,
  tags: [],
  components: [],
  has: [],
  trashed: false,
  merged: false,
  source: null,
}

type Sketch = Partial<CaseFacts> & {
  title?: string
  notes?: string[]
  updatedAt?: number
  createdAt?: number
  dueAt?: number | null
}

const documentOf = (sketch: Sketch, place = 0): Document => {
  const { title = '', notes = [], updatedAt = now, createdAt = now, dueAt = null, ...facts } = sketch
  const all = { ...plainFacts, ref: `CB-${place + 1}`, ...facts }
  return {
    ref: all.ref,
    title,
    description: '',
    notes,
    texts: () => notes,
    facts: () => all,
    updatedAt,
    createdAt,
    dueAt,
  }
}

const columns = { updated: 'updated', created: 'created', due: 'due' }

const passesDates = (document: Document, dates: ReturnType<typeof ftsQuery>['dates']): boolean =>
  dates.every(({ field, min, max, negated }) => {
    const at = { updated: document.updatedAt, created: document.createdAt, due: document.dueAt }[field]
    const inside = at !== null && (min === null || at >= min) && (max === null || at <= max)
    return inside !== negated
  })

/** Places of the documents that a query finds, through a real index as the host asks it. */
const found = (
  documents: readonly Document[],
  query: Query,
  part: 'match' | 'titleMatch' | 'someTitleMatch' = 'match',
) => {
  using index = openIndex(
    documents.map((one, place) => [
      recencyKey(one.updatedAt, place),
      indexText({ title: one.title, description: one.description, texts: one.notes, filters: one.facts() }),
    ]),
  )
  const plan = ftsQuery(query, resolve)
  const match = plan[part]
  if (match === null) return null
  const rowids = index.find(match, plan.rowid.min ?? undefined, plan.rowid.max ?? undefined)
  return rowids
    .map((rowid) => documents.findIndex((one, place) => recencyKey(one.updatedAt, place) === rowid))
    .filter((place) => {
      const document = documents[place]
      return document && passesDates(document, plan.dates) && (plan.check?.(document) ?? true)
    })
    .sort((a, b) => a - b)
}

const queryOf = (text: string, typing = false): Query => {
  const result = parseQuery(text, { typing })
  if (!result.ok) throw new Error(result.error.message)
  return result.query
}

const search = (sketches: readonly Sketch[], text: string, typing = false) =>
  found(sketches.map(documentOf), queryOf(text, typing))

const titles = (texts: readonly string[]): Sketch[] => texts.map((title) => ({ title }))

describe('text', () => {
  const cases = titles([
    'ORA-00060: deadlock detected', // 0
    'ORA_00060 and ORA 00060', // 1
    'org.apache.jasper.JasperException: /index.jsp', // 2
    'apache jasper org JasperException', // 3
    'tomcat-10.1.28 from tomcat-10.1.2.tar.gz', // 4
    'HTTP/1.1 500 Pool exhausted', // 5
    'the pool was exhausted, HTTP 1.1', // 6
    'C:\\temp\\app.log on host:8080 at 10:22:33', // 7
    'Café del Ñandú', // 8
    'pooling with user_name ζsopen Τomcat', // 9
    '使用Tomcat-10.1部署数据库连接池', // 10
  ])

  test.each<[string, number[]]>([
    ['ORA-00060', [0]],
    ['ora_00060', [1]],
    ['ora00060', [0, 1]],
    ['00060', [0, 1]],
    ['ORA-0006', []],
    ['ORA-0006*', [0]],
    ['org.apache.jasper.JasperException', [2]],
    ['apache.jasper', [2]],
    ['org.jasper', []],
    ['jasperexception', [2, 3]],
    ['org.apache.jas*', [2]],
    ['tomcat-10.1.28', [4]],
    ['tomcat-10.1.2', [4]],
    ['10.1.28', [4]],
    ['10.1', [4, 10]],
    ['10', [4, 7, 9, 10]],
    ['1.28', []],
    ['1.28 OR "none such"', []],
    ['10.1*', [4, 10]],
    ['HTTP/1.1', [5]],
    ['"pool exhausted"', [5]],
    ['"exhausted http"', [6]],
    ['"HTTP/1.1 500"', [5]],
    ['"1.1"', [5, 6]],
    ['pool exhausted', [5, 6]],
    ['"pool exh"*', [5]],
    ['pool', [5, 6]],
    ['pool*', [5, 6, 9]],
    ['pool -http', []],
    ['-pool -apache -ora -tomcat -"C:\\temp" -user_name', [8]],
    ['C:\\temp app.log host:8080 10:22:33', [7]],
    ['temp\\app', [7]],
    ['cafe NANDU', [8]],
    ['café', [8]],
    ['logo*', []],
    ['ζsopen', [9]],
    ['ζs*', [9]],
    ['τomcat', [9]],
    ['user_name', [9]],
    ['ora OR cafe OR "was exhausted"', [0, 1, 6, 8]],
    ['(pool OR cafe) -"pool exhausted"', [6, 8]],
    ['数据库', [10]],
    ['池', [10]],
    ['数', [10]],
    ['库数', []],
    ['"tomcat-10.1部署"', [10]],
    ['tomcat-10.1', [4, 10]],
    ['连接池 tomcat', [10]],
    ['CB-3', [2]],
    ['cb3', [2]],
  ])('%s', (text, places) => {
    expect(search(cases, text)).toEqual(places)
  })

  test('while typing, the last word is a prefix', () => {
    expect(search(cases, 'pool exh', true)).toEqual([5, 6])
    expect(search(cases, 'ORA-000', true)).toEqual([0])
    expect(search(cases, 'exhausted p', true)).toEqual([5, 6])
  })

  test('phrases do not reach from one text into the next', () => {
    const sketches = [
      { title: 'pool', notes: ['exhausted', 'pool exhausted'] },
      { title: 'pool', notes: ['exhausted'] },
    ]
    expect(search(sketches, '"pool exhausted"')).toEqual([0])
  })

  test('titles can be asked first', () => {
    const sketches: Sketch[] = [
      { title: 'pool exhausted' },
      { title: 'pool', notes: ['exhausted'] },
      { title: '', notes: ['pool exhausted'] },
      { title: 'ORA-00060 pool exhausted', tags: ['x'] },
      { title: 'ζωή ώρα' },
    ]
    const documents = sketches.map(documentOf)
    expect(found(documents, queryOf('pool exh*'), 'titleMatch')).toEqual([0, 3])
    expect(found(documents, queryOf('pool exh*'), 'someTitleMatch')).toEqual([0, 1, 3])
    expect(found(documents, queryOf('pool ora-00060'), 'titleMatch')).toEqual([3])
    expect(found(documents, queryOf('pool -tag:x'), 'titleMatch')).toEqual([0, 1])
    expect(found(documents, queryOf('ζωή'), 'titleMatch')).toEqual([4])
    expect(found(documents, queryOf('τώρα'))).toEqual([])
    expect(found(documents, queryOf('ώρα'), 'titleMatch')).toEqual([4])
    expect(found(documents, queryOf('tag:x'), 'titleMatch')).toBeNull()
  })
})

describe('filters', () => {
  const sketches: Sketch[] = [
    { severity: 1, status: 'new', owner: 0, customer: 0, tags: ['c++', 'Überlauf'], updatedAt: now - day },
    {
      severity: 2,
      status: 'waiting',
      owner: 1,
      customer: 2,
      tags: ['c'],
      updatedAt: now - 10 * day,
      has: ['patch', 'due'],
    },
    {
      severity: 3,
      status: 'solved',
      owner: 2,
      customer: 1,
      source: 'github:apache/tomcat',
      createdAt: now - 400 * day,
    },
    { severity: 4, trashed: true, dueAt: now + 3 * day },
    { severity: 4, merged: true, status: 'closed' },
    {
      kind: 'defect',
      reporter: 1,
      ref: 'CB-1042',
      dueAt: now - day,
      components: [
        { name: 'Apache Tomcat', version: '10.1.28', purl: 'pkg:maven/org.apache.tomcat/tomcat-catalina' },
        { name: 'Oracle Database', version: '19c', purl: '' },
      ],
    },
  ]

  test.each<[string, number[]]>([
    ['', [0, 1, 2, 5]],
    ['severity:<=2', [0, 1]],
    ['-severity:1', [1, 2, 5]],
    ['status:new,solved', [0, 2]],
    ['is:unsolved', [0, 1, 5]],
    ['is:mine', [0]],
    ['owner:me', [0]],
    ['owner:grace,josé', [1, 2]],
    ['owner:nobody', []],
    ['-owner:nobody', [0, 1, 2, 5]],
    ['customer:acme', [0, 1]],
    ['customer:"Acme Labs"', [1]],
    ['reporter:Grace', [5]],
    ['tag:c', [1]],
    ['tag:C++', [0]],
    ['tag:c*', [0, 1]],
    ['tag:überlauf', [0]],
    ['-tag:c', [0, 2, 5]],
    ['component:tomcat', [5]],
    ['component:oracle', [5]],
    ['component:"oracle database"', [5]],
    ['component:tomcat-10.1.28', [5]],
    ['component:catalina', [5]],
    ['component:maven', []],
    ['component:tom*', [5]],
    ['kind:defect ref:cb-1042', [5]],
    ['ref:CB-10*', [5]],
    ['has:patch,attachment', [1]],
    ['-has:due', [0, 2, 5]],
    ['source:GitHub', [2]],
    ['is:trashed', [3]],
    ['is:merged', [4]],
    ['severity:4 is:trashed,merged', [3, 4]],
    ['-is:trashed', [0, 1, 2, 5]],
    ['updated:<7d', [0, 2, 5]],
    ['updated:>1w', [1]],
    ['-updated:<7d', [1]],
    ['updated:yesterday', [0]],
    ['updated:2026-11-10', [1]],
    ['updated:2026-11-01..2026-11-19', [0, 1]],
    ['created:>1y', [2]],
    ['due:<2d', [5]],
    ['due:yesterday', [5]],
    ['-due:<2d', [0, 1, 2]],
    ['due:<1w is:trashed', [3]],
    ['updated:>1w OR created:>1y', [1, 2]],
    ['due:<2d OR (tag:c -owner:me)', [1, 5]],
  ])('%s', (text, places) => {
    expect(search(sketches, text)).toEqual(places)
  })

  test('dates become SQL', () => {
    const { dates, rowid } = ftsQuery(queryOf('updated:<1d -created:2026-11 due:>1w'), resolve)
    expect(rowid).toEqual({ min: (now - day) * 1024, max: null })
    expect(dateSql(dates, { updated: 'c.u', created: 'c.c', due: 'c.d' })).toEqual({
      sql: 'not (c.c is not null and c.c >= ? and c.c <= ?) and (c.d is not null and c.d >= ?)',
      parameters: [Date.UTC(2026, 10), Date.UTC(2026, 11) - 1, now + 7 * day + 1],
    })
    expect(dateSql([], columns).sql).toBe('')
  })

  test('certainty tells what a count is worth', () => {
    const certainty = (text: string) => ftsQuery(queryOf(text), resolve).certainty
    expect(
      ['pool tag:x', 'updated:<1d', 'ORA-00060', '-ORA-00060', '"a b"', 'a (b OR due:<1d)'].map(certainty),
    ).toEqual(['exact', 'exact', 'nearly', 'exact', 'verify', 'verify'])
  })
})

const word = fc.constantFrom(
  'ora',
  '00060',
  'org',
  'apache',
  'pool',
  'Pool',
  'pöol',
  'poo',
  '10',
  '1',
  '28',
  'τα',
  '連',
  '接池',
  '連接',
  'x',
)
const gap = fc.constantFrom(' ', ' ', '', '-', '.', '/', '_', ', ', ':', '://', '😀')
const prose = fc
  .array(fc.tuple(word, gap), { maxLength: 8 })
  .map((pairs) => pairs.map(([one, between]) => one + between).join(''))

const someDay = fc.integer({ min: 0, max: 30 }).map((days) => now - days * day)
const optionalKey = fc.option(fc.constantFrom(0, 1, 2), { nil: null })
const sketch: fc.Arbitrary<Sketch> = fc.record({
  title: prose,
  notes: fc.array(prose, { maxLength: 2 }),
  updatedAt: someDay,
  createdAt: someDay,
  dueAt: fc.option(someDay, { nil: null }),
  status: fc.constantFrom(...caseStatuses),
  severity: fc.constantFrom(1, 2, 3, 4),
  kind: fc.constantFrom(...caseKinds),
  customer: optionalKey,
  owner: optionalKey,
  reporter: optionalKey,
  tags: fc.array(fc.constantFrom('x', 'x-y', 'xy', 'é'), { maxLength: 2 }),
  components: fc.array(fc.record({ name: prose, version: prose, purl: fc.constant('') }), { maxLength: 1 }),
  has: fc.array(fc.constantFrom(...hasFlags), { maxLength: 2 }),
  trashed: fc.boolean(),
  merged: fc.boolean(),
  source: fc.constantFrom(null, 'github', 'jira:acme'),
})

const nowhere = { start: 0, end: 0 }
const names = (values: readonly string[]) =>
  fc.tuple(fc.constantFrom(...values), fc.boolean()).map(([name, prefix]): Name[] => [{ name, prefix }])
const days = fc.integer({ min: 0, max: 30 })
const dates = fc.tuple(
  fc.constantFrom('updated' as const, 'created' as const, 'due' as const),
  fc.constantFrom('within' as const, 'beyond' as const),
  days,
)
const filter: fc.Arbitrary<Filter> = fc.oneof(
  fc.constantFrom(...caseStatuses).map((value): Filter => ({ field: 'status', values: [value] })),
  fc.constantFrom(1 as const, 4 as const).map((value): Filter => ({ field: 'severity', values: [value, 2] })),
  fc
    .constantFrom('unsolved' as const, 'mine' as const)
    .map((value): Filter => ({ field: 'is', values: [value] })),
  fc.constantFrom(...hasFlags).map((value): Filter => ({ field: 'has', values: [value] })),
  names(['acme', 'g']).map((values): Filter => ({ field: 'customer', values })),
  names(['me', 'ada']).map((values): Filter => ({ field: 'owner', values })),
  names(['x', 'x-y', 'É']).map((values): Filter => ({ field: 'tag', values })),
  names(['pool', 'org.apache', '10.1']).map((values): Filter => ({ field: 'component', values })),
  names(['github', 'jir']).map((values): Filter => ({ field: 'source', values })),
  dates.map(([field, side, amount]): Filter => ({ field, range: { kind: 'age', side, amount, unit: 'd' } })),
)
const textLeaf = fc
  .tuple(prose, fc.boolean())
  .map(([text, prefix]) => ({ text: text.replace(/\s+/g, ' ').trim(), prefix }))
  .filter(({ text }) => /[a-z0-9τ連]/iu.test(text))
  .map(
    ({ text, prefix }): Query => ({
      kind: 'text',
      text,
      prefix: prefix && /[a-z0-9]{2}$/.test(text),
      ...nowhere,
    }),
  )
const leaf = fc.oneof(
  textLeaf,
  filter.map((filter): Query => ({ kind: 'filter', filter, ...nowhere })),
)

/** Refusing an identifier is left to the index, which takes other joiners for the same (`certaintyOf`). */
const refusesIdentifier = (query: Query, refused = false): boolean => {
  if (query.kind === 'not') return refusesIdentifier(query.item, true)
  if (query.kind === 'text') return refused && /[a-z0-9τα連接][-./_:]/iu.test(query.text)
  return query.kind !== 'filter' && query.items.some((item) => refusesIdentifier(item, refused))
}

test('finds exactly what the query means', () => {
  fc.assert(
    fc.property(fc.array(sketch, { minLength: 1, maxLength: 8 }), treesOf(leaf), (sketches, query) => {
      fc.pre(!refusesIdentifier(query))
      const documents = sketches.map(documentOf)
      const means = checkOf(query, resolve)
      const expected = documents.flatMap((one, place) => {
        const { trashed, merged } = one.facts()
        return !trashed && !merged && means(one) ? [place] : []
      })
      expect(found(documents, query), JSON.stringify(demands(query))).toEqual(expected)
    }),
    { numRuns: 800 },
  )
})

test('no query breaks the syntax of the index', () => {
  using index = openIndex([[1, indexText({ title: 'a', description: '', texts: [], filters: plainFacts })]])
  const ask = (query: Query) => {
    const { match, titleMatch, someTitleMatch } = ftsQuery(query, resolve)
    for (const one of [match, titleMatch, someTitleMatch]) if (one !== null) index.find(one)
  }
  fc.assert(fc.property(anyQuery, ask), { numRuns: 1500 })
  const typed = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.string({ unit: fc.constantFrom(...'a1é\u0301\u0345ζτ𠮷🤖\0"*()-:. \u2066'), maxLength: 60 }),
  )
  fc.assert(
    fc.property(typed, fc.boolean(), (text, typing) => {
      const result = parseQuery(text, { typing })
      fc.pre(result.ok)
      ask(result.query)
    }),
    { numRuns: 3000 },
  )
  for (const text of [
    'x '.repeat(64),
    '-x '.repeat(64),
    '-'.concat('(-'.repeat(15), 'x', ')'.repeat(15)),
    'a b OR '.repeat(31).concat('c'),
    `${'a.b'.repeat(600)}`,
  ]) {
    ask(queryOf(text))
  }
})
