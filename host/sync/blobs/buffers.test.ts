import { expect, test } from 'vitest'
import { lendBuffers } from './buffers.ts'

const never = new AbortController().signal

test('lends no buffer twice, and each in turn', async () => {
  const { use } = lendBuffers(2, 16)
  const held = new Set<Buffer>()
  const order: number[] = []
  let most = 0
  await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      use(never, async (buffer) => {
        expect(held.has(buffer)).toBe(false)
        held.add(buffer)
        most = Math.max(most, held.size)
        order.push(n)
        await Promise.resolve()
        held.delete(buffer)
      }),
    ),
  )
  expect(most).toBe(2)
  expect(order).toEqual(Array.from({ length: 20 }, (_, n) => n))
})

test('who leaves the line takes nothing along, and a failure gives back', async () => {
  const { use } = lendBuffers(1, 16)
  const first = Promise.withResolvers<void>()
  const busy = use(never, () => first.promise)
  const leaving = new AbortController()
  const left = use(leaving.signal, async () => 'never')
  const next = use(never, async () => 'next')
  leaving.abort(new Error('gone'))
  await expect(left).rejects.toThrow('gone')
  first.reject(new Error('failed'))
  await expect(busy).rejects.toThrow('failed')
  expect(await next).toBe('next')
})
