import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { bytesOf } from '../../../shared/lib/asciicast/bytes.ts'
import { parseCast } from '../../../shared/lib/asciicast/parse.ts'
import { openRecording } from './writer.ts'

const place = () => {
  const folder = mkdtempSync(join(tmpdir(), 'casebench-recording-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'one.cast')
}

const open = (path: string, now = () => 1_700_000_000_000) =>
  openRecording({ path, columns: 80, rows: 24, now })

const events = (path: string) =>
  parseCast(readFileSync(path)).flatMap((part) => (part.type === 'event' ? [part.event] : []))

test('whatever bytes come, cut wherever, the recording gives back the same bytes', () => {
  const path = place()
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc.string({ unit: 'binary', maxLength: 20 }).map((text) => new Uint8Array(Buffer.from(text))),
    fc
      .constantFrom('\x1b[31m"\\\x7f\r\n', '\u2028😀é', '\ufeff')
      .map((text) => new Uint8Array(Buffer.from(text))),
  )
  fc.assert(
    fc.property(fc.array(bytes, { maxLength: 8 }), (chunks) => {
      rmSync(path, { force: true })
      const recording = open(path)
      for (const chunk of chunks) recording.output(Buffer.from(chunk))
      recording.close()
      expect(statSync(path).size).toBe(recording.bytes)
      const parts = parseCast(readFileSync(path))
      expect(parts.filter(({ type }) => type === 'damaged')).toEqual([])
      const recorded = Buffer.concat(events(path).map(({ data }) => bytesOf(data)))
      expect(recorded.equals(Buffer.concat(chunks))).toBe(true)
    }),
    { numRuns: 200 },
  )
})

test('times are those of the clock, however many events there are, and never go back', () => {
  const path = place()
  let now = 1_700_000_000_000
  const recording = open(path, () => now)
  for (let n = 0; n < 1000; n += 1) {
    now += n % 10 === 9 ? -1.5 : 1.3
    recording.output(Buffer.from('x'))
  }
  now += 5000
  recording.exit(3)
  recording.close()
  const times = events(path).map(({ time }) => time)
  expect(times).toEqual(times.toSorted((one, other) => one - other))
  expect(Math.abs((times.at(-1) ?? 0) / 1e6 - (now - 1_700_000_000_000))).toBeLessThan(5)
  expect(events(path).at(-1)).toMatchObject({ code: 'x', data: '3' })
})

test('a recording that a crash cut in the middle of a line goes on, and the rest of it is read', () => {
  const path = place()
  const first = open(path)
  first.output(Buffer.from('one'))
  first.close()
  appendFileSync(path, '[0.1, "o", "cut of')
  const second = openRecording({ path, columns: 100, rows: 30, now: () => 1_700_000_000_000 })
  second.gatherMarker('a "mark"')
  second.output(Buffer.from('two'))
  second.close()
  expect(events(path).map(({ code, data }) => [code, data])).toEqual([
    ['o', 'one'],
    ['r', '100x30'],
    ['m', 'Recording goes on'],
    ['m', 'a "mark"'],
    ['o', 'two'],
  ])
})
