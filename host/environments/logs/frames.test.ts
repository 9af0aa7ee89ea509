import { expect, test } from 'vitest'
import { logReader } from './frames.ts'

const frame = (stream: 1 | 2, text: string | Buffer): Buffer => {
  const payload = Buffer.from(text)
  const head = Buffer.alloc(8)
  head[0] = stream
  head.writeUInt32BE(payload.length, 4)
  return Buffer.concat([head, payload])
}
const stamp = '2026-11-22T10:00:00.123456789Z'
const at = Date.parse('2026-11-22T10:00:00Z') + 123.456789

test('frames are taken apart wherever the bytes are cut', () => {
  const bytes = Buffer.concat([
    frame(1, `${stamp} one\n`),
    frame(2, `${stamp} zwei mit ü\r\n`),
    frame(1, `${stamp} \n`),
  ])
  for (const size of [1, 3, 7, 8, 9, 40, bytes.length]) {
    const reader = logReader('web', false)
    const lines = []
    for (let from = 0; from < bytes.length; from += size)
      lines.push(...reader.read(bytes.subarray(from, from + size)))
    expect(lines.map(({ stream, text }) => [stream, text])).toEqual([
      ['out', 'one'],
      ['err', 'zwei mit ü'],
      ['out', ''],
    ])
    expect(lines[0]).toMatchObject({ service: 'web', stamp })
    expect(lines[0]?.at).toBeCloseTo(at, 3)
  }
})

test('a line that the engine cut into parts is one line with the first stamp, also inside a character', () => {
  const reader = logReader('web', false)
  const whole = Buffer.from(`${'a'.repeat(16_383)}ü!`)
  const parts = [whole.subarray(0, 16_384), whole.subarray(16_384)]
  const later = stamp.replace('.1', '.9')
  const lines = [
    ...reader.read(frame(1, Buffer.concat([Buffer.from(`${stamp} `), parts[0] ?? Buffer.alloc(0)]))),
    ...reader.read(frame(2, `${stamp} between\n`)),
    ...reader.read(
      frame(1, Buffer.concat([Buffer.from(`${later} `), parts[1] ?? Buffer.alloc(0), Buffer.from('\n')])),
    ),
  ]
  expect(lines.map(({ text }) => text)).toEqual(['between', whole.toString()])
  expect(lines[1]?.stamp).toBe(stamp)
})

test('a line without end is given at the end, and one beyond all measure is cut', () => {
  const reader = logReader('web', false)
  for (let n = 0; n < 40; n += 1) expect(reader.read(frame(1, `${stamp} ${'x'.repeat(16_384)}`))).toEqual([])
  const [line] = reader.end()
  expect(line?.text).toMatch(/^x{262144} … \(655360 bytes, cut\)$/)
})

test('a container with a terminal writes bare lines', () => {
  const reader = logReader('web', true)
  expect(reader.read(Buffer.from(`${stamp} one\r\n${stamp} tw`)).map(({ text }) => text)).toEqual(['one'])
  expect(reader.read(Buffer.from('o\n')).map(({ text }) => text)).toEqual(['two'])
})

test('a stamp may carry a zone', () => {
  const [line] = logReader('web', false).read(frame(1, '2026-11-22T12:00:00.5+02:00 x\n'))
  expect(line?.at).toBe(Date.parse('2026-11-22T10:00:00.500Z'))
})
