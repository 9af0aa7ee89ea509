import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { LogLine } from '../runner.ts'
import { mergeLines } from './merge.ts'

const line = (service: string, at: number, n = 0): LogLine => ({ service, at, stream: 'out', text: `${n}` })

async function* given(batches: readonly LogLine[][], pauseMs = 0) {
  for (const batch of batches) {
    if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs))
    yield batch
  }
}

const all = async (sources: readonly AsyncIterable<LogLine[]>[], follow = false): Promise<LogLine[]> => {
  const merged = mergeLines({ follow, now: Date.now })
  for (const source of sources) merged.add(source)
  merged.complete()
  const lines: LogLine[] = []
  for await (const batch of merged.batches()) lines.push(...batch)
  return lines
}

test('lines of all sources come by time, none lost, each source in its own order', async () => {
  const source = fc.array(fc.array(fc.integer({ min: 0, max: 1000 }), { maxLength: 20 }), { maxLength: 5 })
  await fc.assert(
    fc.asyncProperty(fc.array(source, { maxLength: 5 }), async (sources) => {
      const rising = sources.map((batches, s) => {
        let at = 0
        let n = 0
        return batches.map((batch) =>
          batch.map((step) => {
            at += step
            n += 1
            return line(`s${s}`, at, n)
          }),
        )
      })
      const lines = await all(rising.map((batches) => given(batches)))
      const expected = rising.flat(2).length
      expect(lines).toHaveLength(expected)
      for (const [at, one] of lines.entries()) expect(one.at).toBeGreaterThanOrEqual(lines[at - 1]?.at ?? 0)
      for (const s of rising.keys()) {
        const own = lines.filter(({ service }) => service === `s${s}`).map(({ text }) => Number(text))
        expect(own).toEqual(own.toSorted((a, b) => a - b))
      }
    }),
    { numRuns: 50 },
  )
})

test('a clock that jumps back reorders nothing and holds nothing up', async () => {
  const jumping = [line('a', 100, 1), line('a', 50, 2), line('a', 60, 3), line('a', 200, 4)]
  const lines = await all([given([jumping]), given([[line('b', 70)], [line('b', 300)]])])
  expect(lines.filter(({ service }) => service === 'a').map(({ text }) => text)).toEqual(['1', '2', '3', '4'])
  expect(lines).toHaveLength(6)
})

test('a service that is silent does not hold back the others when following', async () => {
  const merged = mergeLines({ follow: true, now: Date.now })
  const never = Promise.withResolvers<void>()
  const silent: AsyncIterable<LogLine[]> = {
    [Symbol.asyncIterator]: () => ({
      next: () => never.promise.then(() => ({ done: true, value: undefined })),
    }),
  }
  merged.add(silent)
  merged.add(given([[line('a', 1)], [line('a', 2)]]))
  const first = await merged.batches().next()
  expect(first.value?.[0]).toMatchObject({ service: 'a', at: 1 })
  merged.close()
  never.resolve()
})

test('a reader that does not read stops the sources after a bound', async () => {
  let made = 0
  async function* flood(): AsyncGenerator<LogLine[]> {
    for (;;) {
      made += 100
      yield Array.from({ length: 100 }, (_, n) => line('a', made + n))
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  const merged = mergeLines({ follow: true, now: Date.now })
  merged.add(flood())
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(made).toBeLessThan(5000)
  merged.close()
})

test('what a source throws is told once all before it is given', async () => {
  async function* failing(): AsyncGenerator<LogLine[]> {
    yield [line('a', 1)]
    throw new Error('The engine went away')
  }
  const merged = mergeLines({ follow: false, now: Date.now })
  merged.add(failing())
  merged.complete()
  const batches = merged.batches()
  expect((await batches.next()).value).toHaveLength(1)
  await expect(batches.next()).rejects.toThrow('The engine went away')
})
