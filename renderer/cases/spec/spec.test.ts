import { describe, expect, it } from 'vitest'
import type { SavedView } from '../../../shared/contract/desk.ts'
import { differs, firstRoute, type ListSpec, readSpec, saysWhat, writeSpec } from './spec.ts'

const view = (id: string, query: string, part: Partial<SavedView> = {}): SavedView => ({
  id,
  name: id,
  query,
  sort: 'updated',
  descending: true,
  group: 'none',
  columns: [],
  position: 0,
  ...part,
})
const views = [view('mine', 'owner:me', { group: 'severity' }), view('all', '')]

describe('the address of the queue', () => {
  it.each([
    [{ view: 'mine' }, 'owner:me', 'updated', 'severity'],
    [{ view: 'mine', query: 'owner:me pool' }, 'owner:me pool', 'best', 'severity'],
    [{ view: 'mine', query: 'owner:me tag:x', sort: '-due' }, 'owner:me tag:x', 'due', 'severity'],
    [{ query: 'pool' }, 'pool', 'best', 'none'],
    [{ query: 'customer:acme', group: 'status' }, 'customer:acme', 'updated', 'status'],
    [{ view: 'gone' }, '', 'updated', 'none'],
    [{ query: '(', sort: 'nonsense', group: 'x' }, '(', 'updated', 'none'],
  ])('%j asks for %j sorted by %s, grouped by %s', (route, query, sort, group) => {
    expect(readSpec(route as Record<string, string>, views)).toMatchObject({ query, sort, group })
  })

  const specs: ListSpec[] = [
    readSpec({ view: 'mine' }, views),
    readSpec({ view: 'all', query: 'pool' }, views),
    readSpec({ view: 'all', query: 'poo', typing: '1' }, views),
    readSpec({ query: 'pool', sort: 'severity' }, views),
    readSpec({ view: 'mine', sort: 'title', group: 'none' }, views),
    readSpec({ sort: '-updated' }, views),
    readSpec({ view: 'all', sort: 'updated' }, views),
  ]
  it.each(specs)('says all of %j', (spec) => {
    expect(readSpec(writeSpec(spec), views)).toEqual(spec)
    expect(saysWhat(writeSpec(spec))).toBe(true)
  })

  it('leaves a view whose search is emptied, since the address cannot say so', () => {
    const emptied = { ...readSpec({ view: 'mine' }, views), query: '' }
    expect(readSpec(writeSpec(emptied), views)).toMatchObject({ view: null, query: '' })
  })

  it('begins with all cases on a new bench', () => {
    expect(firstRoute(views)).toEqual({ view: 'all' })
    expect(firstRoute([])).toEqual({ all: '1' })
  })
})

it.each([
  [{ view: 'mine' }, false],
  [{ view: 'mine', query: 'owner:me pool' }, true],
  [{ view: 'mine', sort: 'updated' }, true],
  [{ view: 'mine', group: 'none' }, true],
  [{ query: 'pool' }, false],
])('%j differs from its view: %s', (route, expected) => {
  expect(differs(readSpec(route as Record<string, string>, views))).toBe(expected)
})
