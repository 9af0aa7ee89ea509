import { expect, test } from 'vitest'
import { usualSettings } from '../sync/blobs/transfer.ts'
import type { TransferAnswer } from '../sync/blobs/transport.ts'
import { centralImages } from './central.ts'

async function* bodyOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}

/** A service that always answers the same; null where it does not answer. */
const service = (answer: { status: number; code: string } | null) => {
  let asked = 0
  const transport = async (): Promise<TransferAnswer> => {
    asked += 1
    if (!answer) throw new Error('ECONNREFUSED')
    const body = JSON.stringify({ error: { code: answer.code, message: 'No.' } })
    return { status: answer.status, header: () => null, body: bodyOf(body) }
  }
  const images = centralImages({ transport, settings: () => usualSettings }, AbortSignal.timeout(60_000))
  return { images, asked: () => asked }
}

test.each([
  [{ status: 404, code: 'not-found' }, 'too-old', 'too old to share images'],
  [{ status: 403, code: 'not-allowed' }, 'signed-out', 'does not let this bench'],
  [{ status: 401, code: 'not-signed-in' }, 'signed-out', 'Sign in again'],
  [null, 'unreachable', 'cannot be reached'],
])('a list that is answered with %j says why: %s', async (answer, why, sentence) => {
  await expect(service(answer).images.list(1)).rejects.toMatchObject({
    code: 'service',
    details: { why },
    message: expect.stringContaining(sentence),
  })
})

test('whoever looks at a list waits for two tries and no longer; a refusal is not tried again', async () => {
  const away = service(null)
  await expect(away.images.list(2)).rejects.toMatchObject({ details: { why: 'unreachable' } })
  expect(away.asked()).toBe(2)
  const refusing = service({ status: 403, code: 'not-allowed' })
  await expect(refusing.images.list()).rejects.toThrow()
  expect(refusing.asked()).toBe(1)
})
