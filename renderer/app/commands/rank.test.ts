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

  it('hits the letters of the query in order', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme-ascii', maxLength: 4 }),
        fc.string({ unit: 'grapheme-ascii' }),
        (query, text) => {
          const found = score(query, text)
          if (!found) return
          const letters = found.hits.map((at) => text.toLowerCase()[at]).join('')
          expect(letters).toBe(query.toLowerCase().replace(/\s+/g, ''))
          expect(found.hits).toEqual([...found.hits].sort((a, b) => a - b))
        },
      ),
    )
  })
})
