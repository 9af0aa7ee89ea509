import { expect, it } from 'vitest'
import { BenchError } from '../../shared/contract/error.ts'
import { services } from '../../shared/contract/index.ts'
import { connect } from '../../shared/wire/client.ts'
import { wirePair } from '../../shared/wire/pair.ts'
import { type Endpoint, serve } from '../../shared/wire/server.ts'
import { awaitBench, isRemediable } from './awaited-bench.ts'
import type { HeldBench } from './hold.ts'

const full = new BenchError('disk-full', 'The disk is full.')

/** A bench whose `local.get` and `views.watch` answer, and how often it was closed. */
const smallBench = () => {
  const counts = { closed: 0 }
  const get = { method: services.local.methods.get, handle: async () => ({ value: 7 }) }
  const watch = {
    method: services.views.methods.watch,
    async *handle() {
      yield { views: [] }
    },
  }
  const bench: HeldBench = {
    endpoints: new Map<string, Endpoint>([
      ['local.get', get],
      ['views.watch', watch],
    ]),
    readBlob: async () => null,
    close: async () => {
      counts.closed += 1
    },
  }
  return { bench, counts }
}

it('says why until it can be opened, and is opened once', async () => {
  const { bench, counts } = smallBench()
  let mended = false
  let opened = 0
  const awaited = awaitBench(async () => {
    if (!mended) throw full
    opened += 1
    return bench
  })
  const [ours, theirs] = wirePair()
  serve(theirs, awaited.endpoints, { mayNamePaths: false })
  const client = connect(services, ours)
  await expect(client.local.get({ key: 'look' })).rejects.toMatchObject({ code: 'disk-full' })
  await expect(client.views.watch({})[Symbol.asyncIterator]().next()).rejects.toThrow('The disk is full.')
  mended = true
  const answers = await Promise.all([client.local.get({ key: 'look' }), client.local.get({ key: 'me' })])
  expect(answers).toEqual([{ value: 7 }, { value: 7 }])
  for await (const item of client.views.watch({})) expect(item).toEqual({ views: [] })
  expect(opened).toBe(1)
  await awaited.close()
  expect(counts.closed).toBe(1)
  await expect(client.local.get({ key: 'look' })).rejects.toMatchObject({ code: 'disconnected' })
})

it('waits only for what a person can put right', () => {
  expect(isRemediable(full)).toBe(true)
  expect(isRemediable(new BenchError('in-use', 'It runs already.'))).toBe(false)
  expect(isRemediable(new Error('disk-full'))).toBe(false)
})
