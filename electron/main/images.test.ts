import { expect, test } from 'vitest'
import { blobOf, serveImages } from './images.ts'

const sha256 = 'ab'.repeat(32)

test('an address of stored bytes', () => {
  expect(blobOf(`casebench://app/blob/${sha256}`)).toBe(sha256)
  expect(blobOf(`casebench://app/blob/${sha256}?inline=1&name=a.png`)).toBe(sha256)
})

test.each([
  'casebench://app/blob/',
  'casebench://app/blob/../index.html',
  `casebench://app/blob/${sha256}0`,
  `casebench://app/blob/${sha256.toUpperCase()}`,
  `casebench://app/assets/blob/${sha256}`,
  `casebench://other/blob/${sha256}`,
  `https://app/blob/${sha256}`,
  'not an address',
])('and what is none: %s', (address) => {
  expect(blobOf(address)).toBeUndefined()
})

test('without a host a picture is missing, and nothing fails', async () => {
  const answer = await serveImages(() => undefined)(sha256)
  expect(answer.status).toBe(404)
})
