import { expect, test } from 'vitest'
import { mergeTexts } from './merge.ts'

const base = 'one\ntwo\nthree\nfour\n'

test('what only one side changed is taken from it', () => {
  const merged = mergeTexts({ base, mine: 'ONE\ntwo\nthree\nfour\n', theirs: 'one\ntwo\nthree\nFOUR\n' })
  expect(merged).toEqual({ text: 'ONE\ntwo\nthree\nFOUR\n', conflicts: 0 })
})

test('what both sides changed stands between markers that name them', () => {
  const merged = mergeTexts({
    base,
    mine: 'one\n2\nthree\nfour\n',
    theirs: 'one\nzwei\nthree\nfour\n',
    names: { mine: 'you', theirs: 'Ada King' },
  })
  expect(merged.conflicts).toBe(1)
  expect(merged.text).toContain('<<<<<<< you\n2\n=======\nzwei\n>>>>>>> Ada King\n')
})

test('a file names its own sides', () => {
  const { text } = mergeTexts({ base: '', mine: 'a', theirs: 'b' })
  expect(text).toBe('<<<<<<< yours\na\n=======\nb\n>>>>>>> on disk\n')
})
