import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../test/support/database.ts'
import { openRecording } from '../terminal/recording/writer.ts'
import { type RecordedBlock, recordedBlock } from './recorded-block.ts'

let path: string
let time: number

beforeEach(() => {
  const folder = temporaryFolder()
  path = join(folder.path, 'one.cast')
  time = 5_000_000
  return () => folder[Symbol.dispose]()
})

/** Writes a recording as a terminal does; each step says after how many milliseconds. */
const recordAll = (steps: [number, 'm' | 'o' | 'r', string][]) => {
  const recording = openRecording({ path, columns: 80, rows: 24, now: () => time })
  for (const [after, code, data] of steps) {
    time += after
    if (code === 'm') recording.gatherMarker(data)
    else if (code === 'o') recording.output(Buffer.from(data, 'latin1'))
    else recording.resize(Number(data.split('x')[0]), Number(data.split('x')[1]))
  }
  recording.close()
}

const bytes = (text: string) => Buffer.from(text, 'latin1')
const told = (found: RecordedBlock | null) =>
  found?.events.map(({ time: at, code, data }) => [at / 1_000_000, code, data])

describe('a block in a recording', () => {
  it('keeps when it printed what, and in which size', async () => {
    recordAll([
      [0, 'o', '$ make\r\n'],
      [10, 'r', '100x30'],
      [0, 'm', 'make'],
      [200, 'o', 'one \xff\r\n'],
      [300, 'r', '60x20'],
      [400, 'o', 'two\r\n$ '],
    ])
    const tail = bytes('one \xff\r\ntwo\r\n')
    const found = await recordedBlock(
      path,
      { label: 'make', startedAt: time, length: tail.length, tail },
      1e6,
    )
    expect(found).toMatchObject({ columns: 100, rows: 30 })
    expect(told(found)).toEqual([
      [200, 'o', 'one \udcff\r\n'],
      [500, 'r', '60x20'],
      [900, 'o', 'two\r\n'],
    ])
  })

  it('is the one that printed this, and of several alike the one of its time', async () => {
    recordAll([
      [0, 'm', 'date'],
      [1, 'o', 'Mon\r\n'],
      [60_000, 'm', 'date'],
      [2, 'o', 'Tue\r\n'],
      [60_000, 'm', 'date'],
      [3, 'o', 'Tue\r\n'],
    ])
    const find = (startedAt: number, tail: Buffer | null) =>
      recordedBlock(path, { label: 'date', startedAt, length: 5, tail }, 1e6)
    expect(told(await find(time, bytes('Mon\r\n')))).toEqual([[1, 'o', 'Mon\r\n']])
    expect(told(await find(time, bytes('Tue\r\n')))).toEqual([[3, 'o', 'Tue\r\n']])
    expect(told(await find(time - 60_000, null))).toEqual([[2, 'o', 'Tue\r\n']])
    expect(await find(time, bytes('Wed\r\n'))).toBeNull()
  })

  it('holds what a command inside it printed, as one that leads elsewhere does', async () => {
    recordAll([
      [0, 'm', 'bash'],
      [1, 'o', 'in '],
      [1, 'm', 'bash'],
      [1, 'o', 'deep '],
      [1, 'o', 'out'],
    ])
    const outer = { label: 'bash', startedAt: 5_000_000, length: 11, tail: bytes('in deep out') }
    expect(told(await recordedBlock(path, outer, 1e6))?.map(([, , data]) => data)).toEqual([
      'in ',
      'deep ',
      'out',
    ])
    const inner = { ...outer, length: 5, tail: bytes('deep ') }
    expect(told(await recordedBlock(path, inner, 1e6))).toEqual([[1, 'o', 'deep ']])
  })

  it('of much output is its end, at its time', async () => {
    recordAll([
      [0, 'm', 'seq'],
      [1, 'o', 'a'.repeat(60)],
      [500, 'o', 'b'.repeat(60)],
    ])
    const tail = bytes('b'.repeat(40))
    const found = await recordedBlock(path, { label: 'seq', startedAt: time, length: 120, tail }, 100)
    expect(told(found)).toEqual([[501, 'o', 'b'.repeat(60)]])
  })

  it('is not found where it was not recorded whole', async () => {
    recordAll([
      [0, 'm', 'sleep'],
      [1, 'o', 'half'],
    ])
    const place = { label: 'sleep', startedAt: time, tail: null }
    expect(await recordedBlock(path, { ...place, length: 9 }, 1e6)).toBeNull()
    expect(await recordedBlock(path, { ...place, length: null }, 1e6)).toBeNull()
    expect(await recordedBlock(`${path}.none`, { ...place, length: 4 }, 1e6)).toBeNull()
  })
})
