import { expect, it } from 'vitest'
import { waysOut } from './nothing-found.tsx'

const queries = (query: string, typing = false) => waysOut(query, typing).map((way) => way.query)

it('offers beginnings of words, each part left out, the words alone, and everything', () => {
  expect(queries('tomc status:open')).toEqual(['tomc', 'status:open', ''])
  expect(queries('status:open tomc')).toEqual(['status:open tomc*', 'status:open', 'tomc', ''])
})

it('offers no beginning of a word that is one already', () => {
  expect(queries('tomc', true)).toEqual([''])
  expect(queries('tomc*')).toEqual([''])
})

it('offers nothing for what cannot be read', () => {
  expect(queries('status:nope')).toEqual([])
})
