import { describe, expect, it } from 'vitest'
import { type Followed, follow } from './follow.ts'

/** Follows and gathers what is told, until it says that it is over. */
const gather = (open: (signal: AbortSignal) => AsyncIterable<number>) => {
  const told: Followed<number>[] = []
  const { promise, resolve } = Promise.withResolvers<void>()
  const dispose = follow(open, (next) => {
    told.push(next)
    if (next.state !== 'live') resolve()
  })
  return { told, over: promise, dispose }
}

describe('following a stream', () => {
  it('tells each value and then the end', async () => {
    const { told, over } = gather(async function* () {
      yield 1
      yield 2
    })
    await over
    expect(told.map(({ state, value }) => [state, value])).toEqual([
      ['live', 1],
      ['live', 2],
      ['ended', 2],
    ])
  })

  it('keeps the last value beside a failure', async () => {
    const failure = new Error('no')
    const { told, over } = gather(async function* () {
      yield 1
      throw failure
    })
    await over
    expect(told.at(-1)).toEqual({ state: 'failed', value: 1, error: failure })
  })

  it('cuts the stream when it is disposed of, and tells nothing more', async () => {
    const ended = Promise.withResolvers<void>()
    const { told, dispose } = gather(async function* (signal) {
      yield 1
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
      ended.resolve()
      yield 2
      throw new Error('cut')
    })
    await new Promise((resolve) => setImmediate(resolve))
    expect(told).toHaveLength(1)
    dispose()
    await ended.promise
    await new Promise((resolve) => setImmediate(resolve))
    expect(told).toHaveLength(1)
  })
})
