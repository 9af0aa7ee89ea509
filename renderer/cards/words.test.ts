import { expect, test } from 'vitest'
import { heldText, laidBare, lineOf } from './words.ts'

const member = (path: string) => ({ path, bytes: 1, sha256: 'a'.repeat(64), executable: false })

test('what a card holds is counted by kind', () => {
  expect(heldText({ members: [member('workspace/repro.sh')] })).toBe('1 file for the workspace')
  expect(
    heldText({
      members: ['workspace/a', 'workspace/b', 'evidence/c', 'volumes/d.tar'].map(member),
    }),
  ).toBe('2 files for the workspace, 1 file of evidence, 1 volume of data')
})

test('a text shows what would hide or reorder it', () => {
  expect(laidBare('a\tb\r\n')).toBe('a\tb\r\n')
  expect(laidBare('x\u202ey\u200b\u001b[2K')).toBe('x⟨U+202E⟩y⟨U+200B⟩⟨U+001B⟩[2K')
})

test('the line of a danger is that of its file', () => {
  const texts = [{ path: 'environment/compose.yaml', text: 'services:\n  web:\n    privileged: true\n' }]
  expect(lineOf({ texts }, { file: 'environment/compose.yaml', line: 3 })).toBe('privileged: true')
  expect(lineOf({ texts }, { file: 'elsewhere', line: 3 })).toBe('')
})
