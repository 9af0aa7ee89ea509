import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { frameReader } from './frame-reader.ts'

const format = { headerBytes: 5, lengthOf: (header: Buffer) => header.readUInt32LE(0) }

const frameOf = (payload: Uint8Array, kind: number) => {
  const header = Buffer.alloc(5)
  header.writeUInt32LE(payload.length, 0)
  header[4] = kind
  return Buffer.concat([header, payload])
}

describe('cutting a stream into frames', () => {
  it('finds the same frames wherever the chunks end', () => {
    const payloads = fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 8 })
    const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 50 })
    fc.assert(
      fc.property(payloads, cuts, (sent, sizes) => {
        const bytes = Buffer.concat(sent.map((payload, at) => frameOf(payload, at)))
        const read = frameReader(format)
        const got: Uint8Array[] = []
        for (let at = 0, cut = 0; at < bytes.length; cut += 1) {
          const size = sizes[cut % sizes.length] ?? 1
          for (const { header, payload } of read(bytes.subarray(at, at + size))) {
            expect(header[4]).toBe(got.length)
            got.push(new Uint8Array(payload))
          }
          at += size
        }
        expect(got).toEqual(sent)
      }),
      { seed: 20261121, numRuns: 300 },
    )
  })

  it('asks for the length before it keeps a byte of the payload', () => {
    const read = frameReader({
      ...format,
      lengthOf: () => {
        throw new RangeError('too long')
      },
    })
    expect(() => [...read(Buffer.from([255, 255, 255, 255, 0]))]).toThrow('too long')
  })
})
