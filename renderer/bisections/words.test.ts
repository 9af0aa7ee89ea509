import { expect, test } from 'vitest'
import type { Verdict } from '../../shared/domain/stack/verdict.ts'
import { openText, subjectOf } from './words.ts'

const checking = { command: null, repeat: 1, timeoutMs: 1, snapshot: null }

test('the subject names what is searched', () => {
  const versions = ['9.0.1', '9.0.2', '9.0.3'].map((version) => ({ version, image: '' }))
  const plan = {
    mode: 'versions' as const,
    ...checking,
    service: 'web',
    versions,
    verifyEnds: false,
    links: [],
  }
  expect(subjectOf({ plan: { ...plan, findFix: false } })).toBe('web 9.0.1 to 9.0.3')
  expect(subjectOf({ plan: { ...plan, findFix: true } })).toBe('web 9.0.1 to 9.0.3, for the fix')
  expect(subjectOf({ plan: { mode: 'settings', ...checking, files: [], target: 'conf' } })).toBe(
    'Settings of conf',
  )
})

const step = (number: number, place: number, verdict: Verdict) => ({
  ...{ number, verdict, places: [place], subject: `9.0.${place}` },
  runId: '0193a6f0-5b7e-7c3a-9d53-1f2e3d4c5b6a',
})

test('what is left of a search is told while it goes on', () => {
  const versions = Array.from({ length: 10 }, (_, at) => ({ version: `9.0.${at}`, image: '' }))
  const plan = {
    ...{ mode: 'versions' as const, service: 'web', versions, verifyEnds: true, links: [], findFix: false },
    ...checking,
  }
  const facts = { plan, steps: [], state: 'running' as const, differences: [] }
  expect(openText(facts)).toBe('Step 1 is under way. 8 versions are left between 9.0.0 and 9.0.9.')
  const steps = [step(1, 4, 'not-reproduced'), step(2, 5, 'inconclusive'), step(3, 6, 'reproduced')]
  expect(openText({ ...facts, steps, state: 'paused' })).toBe('1 version is left between 9.0.4 and 9.0.6.')
  const fix = { ...plan, findFix: true }
  expect(openText({ ...facts, plan: fix, steps: steps.slice(2), state: 'paused' })).toBe(
    '2 versions are left between 9.0.6 and 9.0.9.',
  )
  expect(openText({ ...facts, steps, state: 'finished' })).toBe('')
})

test('a search among settings says in how many the two differ', () => {
  const plan = { mode: 'settings' as const, ...checking, files: [], target: 'conf' }
  const differences = [{ file: 'a', key: 'x', from: null, to: '1' }]
  expect(openText({ plan, steps: [], state: 'paused', differences })).toBe(
    'The two configurations differ in 1 setting.',
  )
})
