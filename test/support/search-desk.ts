import { expect } from 'vitest'
import type { Name, Query } from '../../shared/domain/query/ast.ts'
import { parseQuery } from '../../shared/domain/query/parse.ts'
import type { CaseFacts } from '../../shared/domain/search-text/facts.ts'
import { ftsQuery } from '../../shared/domain/search-text/fts-query.ts'
import { indexText, recencyKey } from '../../shared/domain/search-text/index-text.ts'
import type { Resolve } from '../../shared/domain/search-text/leaf.ts'
import type { Candidate } from '../../shared/domain/search-text/verify.ts'
import { openIndex } from './search-index.ts'

export const day = 86_400_000
export const now = Date.UTC(2026, 10, 20, 15)
const people = ['Ada King', 'Grace Hopper', 'José Núñez']
const customers = ['Acme Industries', 'Globex', 'Acme Labs']

const keysOf =
  (all: readonly string[]) =>
  ({ name }: Name) =>
    all.flatMap((one, key) => (one.toLowerCase().startsWith(name.toLowerCase()) ? [key] : []))

export const resolve: Resolve = {
  now,
  me: 0,
  startOfDay: (year, month, day) => Date.UTC(year, month - 1, day),
  customers: keysOf(customers),
  people: keysOf(people),
}

export interface Document extends Candidate {
  description: string
  notes: readonly string[]
}

export const plainFacts: CaseFacts = {
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

export type Sketch = Partial<CaseFacts> & {
  title?: string
  notes?: string[]
  updatedAt?: number
  createdAt?: number
  dueAt?: number | null
}

export const documentOf = (sketch: Sketch, place = 0): Document => {
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

const passesDates = (document: Document, dates: ReturnType<typeof ftsQuery>['dates']): boolean =>
  dates.every(({ field, min, max, negated }) => {
    const at = { updated: document.updatedAt, created: document.createdAt, due: document.dueAt }[field]
    const inside = at !== null && (min === null || at >= min) && (max === null || at <= max)
    return inside !== negated
  })

/** Places of the documents that a query finds, through a real index as the host asks it. */
export const found = (
  documents: readonly Document[],
  query: Query,
  part: 'match' | 'titleMatch' | 'someTitleMatch' = 'match',
): number[] | null => {
  using index = openIndex(
    documents.map((one, place) => [
      recencyKey(one.updatedAt, place),
      indexText({ title: one.title, description: one.description, texts: one.notes, filters: one.facts() }),
    ]),
  )
  const plan = ftsQuery(query, resolve)
  const match = plan[part]
  if (match === null) return null
  const { phraseMatch, rowid } = plan
  const phrases = phraseMatch === null ? null : index.findPhrases(phraseMatch)
  const rowids = index
    .find(match, rowid.min ?? undefined, rowid.max ?? undefined)
    .filter((one) => phrases?.includes(one) ?? true)
  if (phraseMatch !== null && rowid.min === null && rowid.max === null)
    expect(index.findPhrases(`(${match}) AND (${phraseMatch})`)).toEqual(rowids)
  return rowids
    .map((rowid) => documents.findIndex((one, place) => recencyKey(one.updatedAt, place) === rowid))
    .filter((place) => {
      const document = documents[place]
      return document && passesDates(document, plan.dates) && (plan.check?.(document) ?? true)
    })
    .sort((a, b) => a - b)
}

export const queryOf = (text: string, typing = false): Query => {
  const result = parseQuery(text, { typing })
  if (!result.ok) throw new Error(result.error.message)
  return result.query
}

export const search = (sketches: readonly Sketch[], text: string, typing = false): number[] | null =>
  found(sketches.map(documentOf), queryOf(text, typing))
