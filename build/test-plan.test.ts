import { expect, test } from 'vitest'
import { readTestPlan } from './test-plan.ts'

test('everything runs unless one thing is asked for', () => {
  expect(readTestPlan([])).toEqual({
    check: true,
    projects: ['unit', 'integration', 'fuzz', 'fault', 'engine'],
    e2e: true,
  })
  expect(readTestPlan(['--only', 'check'])).toEqual({ check: true, projects: [], e2e: false })
  expect(readTestPlan(['--only', 'fault'])).toEqual({ check: false, projects: ['fault'], e2e: false })
  expect(readTestPlan(['--only=e2e'])).toEqual({ check: false, projects: [], e2e: true })
})

test('what does not exist is refused', () => {
  expect(() => readTestPlan(['--only', 'everything'])).toThrow('There is no "everything" to run')
  expect(() => readTestPlan(['--grep', 'x'])).toThrow()
})
