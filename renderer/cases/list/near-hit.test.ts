import { expect, it } from 'vitest'
import { nearHit } from './near-hit.ts'

const shown = (text: string, hit: string) => {
  const start = text.indexOf(hit)
  const near = nearHit({ where: 'note', text, highlights: [{ start, end: start + hit.length }] })
  return [near.text, ...near.places.map((place) => near.text.slice(place.start, place.end))]
}

it('begins at a word shortly before the first hit', () => {
  const text = 'the broker stops delivering to one consumer after the restart'
  expect(shown(text, 'consumer')).toEqual(['…to one consumer after the restart', 'consumer'])
  expect(shown(text, 'broker')).toEqual([text, 'broker'])
})

it('keeps a text without a word to begin at', () => {
  const text = 'x'.repeat(60)
  expect(nearHit({ where: 'note', text, highlights: [{ start: 50, end: 55 }] }).text).toBe(text)
})
