import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createKeeper } from './keep-unsaved.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const keeperOf = () => {
  const done: string[] = []
  const keeper = createKeeper({
    keep: async () => void done.push('keep'),
    forget: async () => void done.push('forget'),
    onFailure: () => undefined,
  })
  return { keeper, done }
}

test('what goes on being typed is kept every half a second at the latest', async () => {
  const { keeper, done } = keeperOf()
  for (let at = 0; at < 20; at += 1) {
    keeper.changed()
    await vi.advanceTimersByTimeAsync(100)
  }
  expect(done.length).toBeGreaterThanOrEqual(4)
})

test('what is clean again is forgotten, and what never was kept is not', async () => {
  const { keeper, done } = keeperOf()
  keeper.clean()
  await vi.advanceTimersByTimeAsync(1000)
  expect(done).toEqual([])
  keeper.changed()
  await vi.advanceTimersByTimeAsync(500)
  keeper.clean()
  await vi.advanceTimersByTimeAsync(500)
  expect(done).toEqual(['keep', 'forget'])
})

test('what could not be kept is tried again', async () => {
  const told: unknown[] = []
  let down = true
  const kept: string[] = []
  const keeper = createKeeper({
    keep: async () => {
      if (down) throw new Error('The host is away.')
      kept.push('kept')
    },
    forget: async () => undefined,
    onFailure: (error) => told.push(error),
  })
  keeper.changed()
  await vi.advanceTimersByTimeAsync(1000)
  expect(told).toHaveLength(1)
  down = false
  await vi.advanceTimersByTimeAsync(2000)
  expect(kept).toEqual(['kept'])
})

test('what is not kept yet is kept when its tab goes', () => {
  const { keeper, done } = keeperOf()
  keeper.changed()
  keeper.dispose()
  expect(done).toEqual(['keep'])
})
