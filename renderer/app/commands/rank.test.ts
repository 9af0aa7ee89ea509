import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rank, score } from './rank.ts'

const titles = ['New case', 'Set severity', 'Set status', 'Go to queue', 'Go to settings', 'Undo', 'Back up']
const ranked = (query: string) => rank(query, titles, (title) => [title]).map(({ item }) => item)

describe('ranking', () => {
  it.each([
    ['new', 'New case'],
    ['sst', 'Set status'],
    ['ss', 'Set status'],
    ['gs', 'Go to settings'],
    ['go q', 'Go to queue'],
    ['backup', 'Back up'],
    ['undo', 'Undo'],
  ])('%s finds "%s" first', (query, first) => {
    expect(ranked(query)[0]).toBe(first)
  })

  it('leaves out what does not answer, and scattered letters', () => {
    expect(ranked('xyz')).toEqual([])
    expect(rank('ntl', ['a sentence of all'], (text) => [text])).toEqual([])
  })

  it('keeps the order for an empty query', () => {
    expect(ranked(' ')).toEqual(titles)
  })

  it('finds by other words, below a title that says the same', () => {
    const items = [
      { title: 'Assign', keywords: 'owner give take' },
      { title: 'Owner of the contract', keywords: '' },
    ]
    expect(
      rank('owner', items, ({ title, keywords }) => [title, keywords]).map(({ item }) => item.title),
    ).toEqual(['Owner of the contract', 'Assign'])
  })

  it('finds words in any order', () => {
    expect(score('case new', 'New case')?.hits).toEqual([0, 1, 2, 4, 5, 6, 7])
    expect(ranked('status set')[0]).toBe('Set status')
    expect(ranked('status xyz')).toEqual([])
  })

  it('hits only letters of the query, each at most once', () => {
    const letters = fc.string({ unit: 'grapheme-ascii', maxLength: 4 })
    fc.assert(
      fc.property(letters, fc.string({ unit: 'grapheme-ascii' }), (query, text) => {
        const found = score(query, text)
        if (!found) return
        expect(found.hits).toEqual([...new Set(found.hits)].sort((one, other) => one - other))
        for (const at of found.hits) expect(query.toLowerCase()).toContain(text.toLowerCase()[at])
      }),
    )
  })
})
