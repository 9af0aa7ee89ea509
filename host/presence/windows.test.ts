import { expect, test } from 'vitest'
import { casesAtMost, presentMs } from '../../shared/sync/presence.ts'
import { createWindows } from './windows.ts'

const clocked = () => {
  const clock = { now: 0 }
  return { clock, windows: createWindows(() => clock.now) }
}

test('a case counts while a window watches it, with the most that one of them does', () => {
  const { windows } = clocked()
  const [stop, stopToo] = [windows.watch('one'), windows.watch('one')]
  expect(windows.all()).toEqual([{ caseId: 'one', doing: null }])
  windows.say({ window: 'a', caseId: 'one', doing: 'reading' })
  windows.say({ window: 'b', caseId: 'one', doing: 'writing' })
  expect(windows.all()).toEqual([{ caseId: 'one', doing: 'writing' }])
  windows.say({ window: 'b', caseId: 'one', doing: 'none' })
  expect(windows.all()).toEqual([{ caseId: 'one', doing: 'reading' }])
  stop()
  expect(windows.all()).toHaveLength(1)
  stopToo()
  expect(windows.all()).toEqual([])
})

test('what a window does not say again is over', () => {
  const { windows, clock } = clocked()
  windows.watch('one')
  windows.say({ window: 'a', caseId: 'one', doing: 'writing' })
  clock.now = presentMs - 1
  expect(windows.all()[0]?.doing).toBe('writing')
  clock.now = presentMs
  expect(windows.all()[0]?.doing).toBeNull()
})

test('of many cases those opened last are told, and what many windows say stays bounded', () => {
  const { windows } = clocked()
  for (let n = 0; n < 100; n += 1) windows.watch(`case ${n}`)
  expect(windows.all().map(({ caseId }) => caseId)).toEqual(
    Array.from({ length: casesAtMost }, (_, n) => `case ${99 - n}`),
  )
  for (let n = 0; n < 1000; n += 1) windows.say({ window: `${n}`, caseId: 'case 99', doing: 'reading' })
  expect(windows.all()[0]).toEqual({ caseId: 'case 99', doing: 'reading' })
})
