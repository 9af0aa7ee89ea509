import { getEventListeners } from 'node:events'
import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { type Client, connect } from '../../shared/wire/client.ts'
import type { Wire } from '../../shared/wire/message.ts'
import { serve } from '../../shared/wire/server.ts'
import { probeHost, probeServices } from './wire-service.ts'
import { transports } from './wire-transports.ts'

const actCount = 3000

/** Counts the listeners that are on a wire. */
const counted = (wire: Wire) => {
  let listeners = 0
  const count = (dispose: () => void) => {
    listeners += 1
    return () => {
      listeners -= 1
      dispose()
    }
  }
  const wrapped: Wire = {
    ...wire,
    onMessage: (listener) => count(wire.onMessage(listener)),
    onClose: (listener) => count(wire.onClose(listener)),
  }
  return { wire: wrapped, listeners: () => listeners }
}

const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length

type Probe = Client<typeof probeServices>['probe']

async function* chunks(count: number) {
  for (let at = 0; at < count; at += 1) yield new Uint8Array(10)
}

const acts = [
  (probe: Probe, signal: AbortSignal) => probe.echo({ text: 'x' }, { signal }),
  async (probe: Probe, signal: AbortSignal) => {
    for await (const { at } of probe.numbers({ items: 5 }, { signal })) if (at === 2) break
  },
  (probe: Probe, signal: AbortSignal) => probe.digest({}, chunks(1), { signal }),
]

describe.each(Object.keys(transports))('thousands of acts over a %s', (name) => {
  it('leave no listener, timer or handler behind', async () => {
    const link = await transports[name]?.()
    if (!link) throw new Error(`no transport ${name}`)
    const ours = counted(link.ours)
    const theirs = counted(link.theirs)
    const host = probeHost()
    const signals: AbortSignal[] = []
    const endpoints = new Map(
      [...host.endpoints].map(([key, { method, handle }]) => [
        key,
        {
          method,
          handle: (...args: never[]) => {
            signals.push((args.at(-1) as unknown as { signal: AbortSignal }).signal)
            return handle(...args)
          },
        },
      ]),
    )
    const dispose = serve(theirs.wire, endpoints, { mayNamePaths: false })
    const { probe } = connect(probeServices, ours.wire)
    const before = {
      timers: timers(),
      listeners: { ours: ours.listeners(), theirs: theirs.listeners() },
    }
    const { signal } = new AbortController()

    for (let done = 0; done < actCount; done += 100)
      await Promise.all(Array.from({ length: 100 }, (_, at) => acts[at % 3]?.(probe, signal)))
    await host.idle()
    await turn()

    expect(getEventListeners(signal as unknown as EventTarget, 'abort')).toHaveLength(0)
    expect(signals).toHaveLength(actCount)
    // A cancelled stream's own listener is on a signal that nothing refers to any more.
    for (const each of signals)
      expect(getEventListeners(each as unknown as EventTarget, 'abort')).toHaveLength(0)
    expect({ ours: ours.listeners(), theirs: theirs.listeners() }).toEqual(before.listeners)
    // The test runner starts and stops a few timers of its own meanwhile.
    expect(timers()).toBeLessThan(before.timers + 10)

    dispose()
    expect(theirs.listeners()).toBe(0)
    await link.dispose()
  })
})

describe('a wire that is closed already', () => {
  it('refuses every act at once', async () => {
    const link = await transports.pair?.()
    if (!link) throw new Error('no pair')
    link.ours.close()
    const { probe } = connect(probeServices, link.ours)
    await turn()
    const gone = { code: 'disconnected' }
    await expect(probe.echo({ text: '' })).rejects.toMatchObject(gone)
    await expect(probe.numbers({ items: 1 }).next()).rejects.toMatchObject(gone)
    await expect(probe.digest({}, chunks(0))).rejects.toMatchObject(gone)
  })
})
