import { PassThrough } from 'node:stream'
import type Docker from 'dockerode'
import { expect, test } from 'vitest'
import { watchEvents } from './events.ts'

test('an engine that dies in the middle of its events ends the watch, and nothing else', async () => {
  const told = new PassThrough()
  const docker = { getEvents: async () => told } as unknown as Docker
  const events = await watchEvents(docker, {}, new AbortController().signal)
  told.write('{}\n')
  await events.next(60_000)
  expect(events.alive()).toBe(true)
  told.destroy(new Error('aborted'))
  await events.next(60_000)
  expect(events.alive()).toBe(false)
})
