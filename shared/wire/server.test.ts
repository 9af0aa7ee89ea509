import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { call, service, stream } from '../contract/define.ts'
import { BenchError } from '../contract/error.ts'
import { connect } from './client.ts'
import { wirePair } from './pair.ts'
import { implement, serve } from './server.ts'

const odd = service('odd', [] as const, {
  add: call(z.object({ a: z.int(), b: z.int().default(1) }), z.object({ sum: z.int() })),
  paths: call(z.object({}), z.object({ may: z.boolean() })),
  unsendable: call(z.object({}), z.unknown()),
  crash: call(z.object({}), z.object({})),
  broken: stream(z.object({}), z.int()),
  unclosable: stream(z.object({}), z.int()),
})

const openOdd = (mayNamePaths = false) => {
  const [ours, theirs] = wirePair()
  // As a socket would: what JSON cannot say is an error of the sender.
  const strict = { ...theirs, send: (message: never) => theirs.send(JSON.parse(JSON.stringify(message))) }
  const endpoints = new Map(
    implement(odd, {
      add: ({ a, b }) => ({ sum: a + b }),
      paths: (_, context) => ({ may: context.mayNamePaths }),
      unsendable: () => 1n,
      crash: () => {
        throw new BenchError('invalid', 'It failed.', { cannot: 1n })
      },
      async *broken() {
        yield 1
        throw new TypeError('x is not a function')
      },
      async *unclosable() {
        try {
          yield 1
          yield 2
        } finally {
          // What a careless service may do: the reader has gone by then.
          await Promise.reject(new Error('cannot close'))
        }
      },
    }),
  )
  serve(strict, endpoints, { mayNamePaths })
  return { odd: connect({ odd }, ours).odd, wire: ours }
}

describe('serving', () => {
  it('validates inputs once for all, fills defaults in and names what is wrong', async () => {
    const { odd } = openOdd()
    expect(await odd.add({ a: 1 })).toEqual({ sum: 2 })
    await expect(odd.add({ a: 'one' as never })).rejects.toMatchObject({
      code: 'bad-input',
      details: { issues: [{ path: 'a' }] },
    })
    await expect(odd.add({ a: 1.5 })).rejects.toThrow('odd.add was given something it cannot use (a)')
  })

  it('tells a handler whether its caller may name paths', async () => {
    expect(await openOdd(true).odd.paths({})).toEqual({ may: true })
    expect(await openOdd(false).odd.paths({})).toEqual({ may: false })
  })

  it('answers with a failure where the answer, or the details of a failure, cannot travel', async () => {
    const { odd } = openOdd()
    await expect(odd.unsendable({})).rejects.toMatchObject({ code: 'internal' })
    await expect(odd.crash({})).rejects.toMatchObject({
      code: 'invalid',
      message: 'It failed.',
      details: undefined,
    })
  })

  it('gives what a stream made before it failed, then the failure', async () => {
    const { odd } = openOdd()
    const seen: number[] = []
    const read = async () => {
      for await (const item of odd.broken({})) seen.push(item)
    }
    await expect(read()).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringContaining('not a function'),
    })
    expect(seen).toEqual([1])
  })

  it('survives a stream that cannot be closed', async () => {
    const { odd } = openOdd()
    for await (const item of odd.unclosable({})) if (item === 1) break
    expect(await odd.add({ a: 1 })).toEqual({ sum: 2 })
  })
})
