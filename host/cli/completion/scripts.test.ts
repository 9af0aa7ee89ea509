import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { commands } from '../commands/all.ts'
import { completionScript } from './scripts.ts'
import { completionWords } from './words.ts'

const words = completionWords(commands)

const completed = (...typed: string[]) =>
  execFileSync('bash', [
    '-c',
    `${completionScript('bash', words)}\nCOMP_WORDS=(casebench ${typed.map((word) => `'${word}'`).join(' ')})\nCOMP_CWORD=${typed.length}\n_casebench\nprintf '%s\\n' "\${COMPREPLY[@]}"`,
  ])
    .toString()
    .trim()
    .split('\n')

test('bash completes commands, their options and words below them', ({ skip }) => {
  skip(process.platform === 'win32', 'Windows has no bash of its own')
  expect(completed('cas')).toEqual(['cases'])
  expect(completed('--data', '/tmp', 'cases', '--s')).toEqual(['--sort'])
  expect(completed('people', 'l')).toEqual(['list'])
})

test('zsh uses the same words', () => {
  expect(completionScript('zsh', words)).toContain('bashcompinit')
})

test('fish knows every command with what it does', () => {
  const script = completionScript('fish', words)
  for (const { name } of words) expect(script).toContain(`-a ${name} -d '`)
  expect(script).toContain("-l sort -d 'best")
})
