import { expect, it } from 'vitest'
import { bytesText, gather } from './save-bytes.ts'

it('gathers chunks into the bytes they were', async () => {
  const chunk = new Uint8Array(7 * 1024 * 1024).fill(7)
  const seen: number[] = []
  const blob = await gather(
    (async function* () {
      for (let at = 0; at < 5; at += 1) yield chunk
      yield new Uint8Array([1, 2, 3])
    })(),
    (bytes) => seen.push(bytes),
  )
  expect(blob.size).toBe(5 * chunk.length + 3)
  expect(seen.at(-1)).toBe(blob.size)
  expect([...new Uint8Array(await blob.slice(-4).arrayBuffer())]).toEqual([7, 1, 2, 3])
})

it('does not gather a stream that fails', async () => {
  const failing = async function* () {
    yield new Uint8Array(1)
    throw new Error('gone')
  }
  await expect(gather(failing())).rejects.toThrow('gone')
})

it.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [1500, '1.5 kB'],
  [123_456, '123 kB'],
  [4_000_000_000, '4.0 GB'],
])('writes %d as %s', (bytes, text) => {
  expect(bytesText(bytes)).toBe(text)
})
