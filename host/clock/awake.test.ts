import { expect, test } from 'vitest'
import { awakeTime, type Clocks } from './awake.ts'

const hours = 3_600_000

/** Clocks that go only when they are told to. `goesOn`: whether the steady one goes on while the machine sleeps. */
const handMade = (goesOn: boolean) => {
  let steady = 5000
  let wall = 1_700_000_000_000
  let timer: { at: number; act: () => void } | null = null
  const clocks: Clocks = {
    steady: () => steady,
    wall: () => wall,
    later: (ms, act) => {
      timer = { at: steady + ms, act }
      return () => {
        timer = null
      }
    },
  }
  const ring = () => {
    while (timer && timer.at <= steady) {
      const { act } = timer
      timer = null
      act()
    }
  }
  return {
    clocks,
    awake(ms: number) {
      for (let left = ms; left > 0; left -= 100) {
        steady += Math.min(100, left)
        wall += Math.min(100, left)
        ring()
      }
    },
    sleep(ms: number) {
      wall += ms
      if (goesOn) steady += ms
      ring()
    },
    set(ms: number) {
      wall += ms
    },
    isSet: () => timer !== null,
  }
}

test.each([
  ['stands still, as on Linux', false],
  ['goes on, as on macOS and Windows', true],
])('where the steady clock %s, sleep uses up no time', (_, goesOn) => {
  const { clocks, awake, sleep, isSet } = handMade(goesOn)
  const rung: number[] = []
  const time = awakeTime({ after: 600_000, ring: () => rung.push(time.passed()) }, clocks)
  awake(300_000)
  sleep(5 * hours)
  awake(100_000)
  sleep(hours)
  expect(rung).toEqual([])
  awake(190_000)
  expect(rung).toEqual([])
  awake(11_000)
  expect(rung).toHaveLength(1)
  expect(time.passed()).toBeGreaterThanOrEqual(600_000)
  expect(time.passed()).toBeLessThanOrEqual(603_000)
  expect(time.slept() / hours).toBeCloseTo(6, 2)
  awake(2 * hours)
  expect(rung).toHaveLength(1)
  time[Symbol.dispose]()
  expect(isSet()).toBe(false)
})

test('a busy machine is awake, and a clock that is set back takes no time away', () => {
  const { clocks, awake, sleep, set } = handMade(true)
  const time = awakeTime(null, clocks)
  awake(1000)
  // Twelve seconds in which nothing of ours ran are a slow machine.
  sleep(12_000)
  set(-hours)
  awake(1000)
  expect(time.passed()).toBe(14_000)
  expect(time.slept()).toBe(0)
})

test('an alarm rings to the millisecond, and short ones do not wait for a look', () => {
  const { clocks, awake } = handMade(false)
  let rung = 0
  using _ = awakeTime({ after: 250, ring: () => (rung += 1) }, clocks)
  awake(200)
  expect(rung).toBe(0)
  awake(100)
  expect(rung).toBe(1)
})
