import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asMessage, decode, encode } from './codec.ts'
import type { Message } from './message.ts'

const id = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER })
const v = fc.oneof(fc.jsonValue(), fc.uint8Array({ maxLength: 200 }))
const message: fc.Arbitrary<Message> = fc.oneof(
  fc.record({ k: fc.constant('open' as const), id, m: fc.string(), v }),
  fc.record({ k: fc.constant('cancel' as const), id }),
  fc.record({ k: fc.constant('credit' as const), id, n: fc.integer({ min: 1, max: 1000 }) }),
  fc.record({ k: fc.constantFrom('item' as const, 'value' as const), id, v }),
  fc.record({ k: fc.constant('end' as const), id }),
  fc.record({
    k: fc.constant('fail' as const),
    id,
    e: fc.record({ code: fc.string(), message: fc.string() }),
  }),
)
const settings = { seed: 20261121, numRuns: 500 }

describe('the codec', () => {
  it('brings every message back as it was, bytes included', () => {
    fc.assert(
      fc.property(message, (sent) => {
        const frame = encode(sent)
        // JSON has no negative zero; everything else is the same.
        const same = JSON.parse(JSON.stringify(sent, (_, value) => (Object.is(value, -0) ? 0 : value)))
        const got = decode(frame)
        if ('v' in sent && sent.v instanceof Uint8Array) expect(got).toEqual(sent)
        else expect(got).toEqual(same)
      }),
      settings,
    )
  })

  it('reads a frame that begins in the middle of a larger buffer, as those of a socket do', () => {
    const frame = encode({ k: 'item', id: 1, v: new Uint8Array([1, 2, 3]) })
    if (typeof frame === 'string') throw new Error('bytes travel in a binary frame')
    const buffer = Buffer.concat([Buffer.from('before'), frame, Buffer.from('after')])
    expect(decode(buffer.subarray(6, 6 + frame.length))).toEqual({
      k: 'item',
      id: 1,
      v: new Uint8Array([1, 2, 3]),
    })
  })

  it('throws bad-input, and nothing else, on whatever is no message', () => {
    const hostile = fc.oneof(fc.string(), fc.json(), fc.uint8Array({ maxLength: 100 }))
    fc.assert(
      fc.property(hostile, (frame) => {
        try {
          expect(asMessage(decode(frame)).id).toBeGreaterThan(0)
        } catch (error) {
          expect(error).toMatchObject({ code: 'bad-input' })
        }
      }),
      { ...settings, numRuns: 2000 },
    )
  })

  it.each([
    ['an id below one', { k: 'end', id: 0 }],
    ['an id that is no integer', { k: 'end', id: 1.5 }],
    ['an id that is text', { k: 'end', id: '1' }],
    ['no id', { k: 'end' }],
    ['an unknown kind', { k: 'toString', id: 1 }],
    ['an act without a method', { k: 'open', id: 1, v: {} }],
    ['negative credit', { k: 'credit', id: 1, n: -1 }],
    ['credit beyond integers', { k: 'credit', id: 1, n: 1e300 }],
    ['a failure without a code', { k: 'fail', id: 1, e: { message: 'x' } }],
    ['a failure that is null', { k: 'fail', id: 1, e: null }],
  ])('refuses %s', (_, value) => {
    expect(() => decode(JSON.stringify(value))).toThrow('not a message')
  })

  it('refuses a binary frame whose header claims more than there is', () => {
    expect(() => decode(new Uint8Array([255, 255, 255, 255, 1, 2]))).toThrow('not a message')
    expect(() => decode(new Uint8Array([1, 0]))).toThrow('not a message')
  })
})
