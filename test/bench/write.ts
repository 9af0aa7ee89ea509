import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { openHost, withFolder } from './host.ts'
import { type Bench, median, percentile } from './report.ts'

/** Bytes that the log takes for a note, about: the pages of six tables, the search index and the outbox. */
const logBytes = 60_000

const fsyncFloor = (folder: string, count: number): number[] => {
  const file = openSync(join(folder, 'floor'), 'w')
  const bytes = Buffer.alloc(logBytes)
  const samples = Array.from({ length: count }, () => {
    const started = performance.now()
    writeSync(file, bytes)
    fdatasyncSync(file)
    return performance.now() - started
  })
  closeSync(file)
  return samples
}

/** Cases that the notes go to in turn. */
const cases = 100

/** The local commit of one note, through the contract, durable when answered. */
export const write: Bench = async ({ size = 1000 }) =>
  withFolder(async (folder) => {
    const host = await openHost(join(folder, 'bench'))
    const ids: string[] = []
    for (let n = 0; n < cases; n += 1)
      ids.push((await host.client.cases.create({ title: `Pool exhausted ${n}` })).id)
    const samples: number[] = []
    const floor: number[] = []
    for (let n = 0; n < size; n += 1) {
      const started = performance.now()
      await host.client.timeline.post({
        caseId: ids[n % cases] ?? '',
        lane: 'internal',
        body: `A note of about eighty characters on what was seen, number ${n}.`,
      })
      samples.push(performance.now() - started)
      if (n % 10 === 0) floor.push(...fsyncFloor(folder, 1))
    }
    await host.close()
    const value = percentile(samples, 0.99)
    const bare = percentile(floor, 0.99)
    return {
      work: `${size} notes on ${cases} cases, one commit each, synchronous=FULL`,
      measures: [
        {
          name: 'p99',
          value,
          unit: 'ms',
          floor: bare,
          ratio: value / bare,
          bar: '≤ 15 ms',
          met: value <= 15,
        },
        {
          name: 'p50',
          value: median(samples),
          unit: 'ms',
          floor: median(floor),
          ratio: median(samples) / median(floor),
          bar: 'none',
          met: true,
        },
      ],
    }
  })
