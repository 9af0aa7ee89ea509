import { expect, test } from 'vitest'
import { paced } from './paced.ts'

test('an answer is kept until a change, and one under way is not made twice at once', async () => {
  let made = 0
  let running = 0
  const answer = paced(async () => {
    running += 1
    expect(running).toBe(1)
    made += 1
    const now = made
    await new Promise((resolve) => setTimeout(resolve, 5))
    running -= 1
    return now
  })
  expect(await answer.get()).toBe(1)
  expect(await answer.get()).toBe(1)
  answer.changed()
  const waiting = answer.get()
  // It has not begun, so it sees these changes too.
  for (let i = 0; i < 10; i += 1) {
    answer.changed()
    expect(answer.get()).toBe(waiting)
  }
  expect(await waiting).toBe(2)
  answer.changed()
  const during = answer.get()
  while (made < 3) await new Promise((resolve) => setTimeout(resolve, 1))
  answer.changed()
  expect(await Promise.all([during, answer.get()])).toEqual([3, 4])
})

test('a failure is told, and tried again after a change', async () => {
  let fails = true
  const answer = paced(async () => {
    if (fails) throw new Error('no')
    return 'yes'
  })
  await expect(answer.get()).rejects.toThrow('no')
  fails = false
  answer.changed()
  expect(await answer.get()).toBe('yes')
})
