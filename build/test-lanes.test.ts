import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { journeysIn, lanesOf } from './test-lanes.ts'
import { readTestPlan } from './test-plan.ts'

const journeys = { engine: ['e2e/up.spec.ts'], others: ['e2e/find.spec.ts', 'e2e/write.spec.ts'] }
const named = (argv: string[], apart = true) =>
  lanesOf(readTestPlan(argv), journeys, apart).map((lane) =>
    lane.map(({ runner, options }) =>
      [runner, ...options.filter((option) => option !== '--project')].join(' '),
    ),
  )

test('what uses the engine runs one after another, beside the rest', () => {
  expect(named([])).toEqual([
    ['vitest unit integration fuzz fault'],
    ['vitest engine', 'playwright e2e/up.spec.ts'],
    ['playwright e2e/find.spec.ts e2e/write.spec.ts'],
  ])
})

test('without a network of their own all journeys wait for the engine', () => {
  expect(named([], false)).toEqual([
    ['vitest unit integration fuzz fault'],
    ['vitest engine', 'playwright e2e/up.spec.ts e2e/find.spec.ts e2e/write.spec.ts'],
  ])
})

test('only what was asked for runs', () => {
  expect(named(['--only', 'fault'])).toEqual([['vitest fault']])
  expect(named(['--only', 'engine'])).toEqual([['vitest engine']])
  expect(named(['--only', 'check'])).toEqual([])
  expect(named(['--only', 'e2e']).flat()).toHaveLength(2)
})

test('journeys that need the engine are known by what they import, and none is lost', () => {
  const root = mkdtempSync(join(tmpdir(), 'lanes-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  mkdirSync(join(root, 'e2e'))
  const write = (name: string, text: string) => writeFileSync(join(root, 'e2e', name), text)
  write('up.spec.ts', `import { test } from '../support/engine/journey.ts'`)
  write('find.spec.ts', `import { test } from '../support/shell.ts'`)
  write('page.ts', '')
  expect(journeysIn(root, 'e2e')).toEqual({ engine: ['e2e/up.spec.ts'], others: ['e2e/find.spec.ts'] })
})
