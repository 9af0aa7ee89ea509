import { expect, it } from 'vitest'
import { blockFacts, commandLine, took } from './block-words.ts'

const block = { number: 1, command: 'x', folder: '/', startedAt: 1000, endedAt: 3340, exitCode: 1 }

it('says how a command went', () => {
  expect(blockFacts(block)).toBe('exit 1, 2.3 s')
  expect(blockFacts({ ...block, endedAt: null, exitCode: null })).toBe('running')
  expect(blockFacts({ ...block, exitCode: null })).toBe('ended, 2.3 s')
  expect([took(12), took(61_000), took(3_720_000)]).toEqual(['12 ms', '1 min 1 s', '1 h 2 min'])
})

it('shows a command in one line, whatever is in it', () => {
  expect(commandLine({ command: 'for i in 1\n  do echo\u001b[31m' })).toBe('for i in 1 ↵ do echo[31m')
  expect(commandLine({ command: '' })).toBe('A command without a text')
})
