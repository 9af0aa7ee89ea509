import { expect, test } from 'vitest'
import { speedometer } from './speed.ts'

test('a speed is that of the last seconds', () => {
  const { note, speed } = speedometer()
  note(7_000_000, 0)
  expect(speed(0)).toBeNull()
  for (let at = 20; at <= 60_000; at += 20) note(7_000_000 + at * 100, at)
  expect(speed(60_000)).toBeCloseTo(100_000, -3)
  for (let at = 60_020; at <= 70_000; at += 20) note(13_000_000 + (at - 60_000) * 10, at)
  expect(speed(70_000)).toBeCloseTo(10_000, -3)
})

test('what stands still slows down, and what is begun anew has no speed yet', () => {
  const { note, speed } = speedometer()
  note(0, 0)
  note(1_000_000, 1000)
  expect(speed(1000)).toBe(1_000_000)
  expect(speed(10_000)).toBe(100_000)
  note(10, 11_000)
  expect(speed(11_000)).toBeNull()
})
