import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { connect } from '../../shared/wire/client.ts'
import { creditWindow } from '../../shared/wire/message.ts'
import { serve } from '../../shared/wire/server.ts'
import { probeHost, probeServices } from './wire-service.ts'
import { type Link, transports } from './wire-transports.ts'

const links: Link[] = []
afterEach(async () => {
  for (const link of links.splice(0)) await link.dispose()
})

const open = async (name: string) => {
  const link = await transports[name]?.()
  if (!link) throw new Error(`no transport ${name}`)
  links.push(link)
  const host = probeHost()
  serve(link.theirs, host.endpoints, { mayNamePaths: false })
  return { probe: connect(probeServices, link.ours).probe, host, wire: link.ours }
}

/** Resolves when everything sent before has arrived and been worked on: a call goes there and back. */
const settled = async (probe: Awaited<ReturnType<typeof open>>['probe']) => {
  for (let i = 0; i < 5; i += 1) {
    await probe.echo({ text: '', turns: 2 })
    await turn()
  }
}

describe.each(Object.keys(transports))('credit over a %s', (name) => {
  const settings = { seed: 20261121, numRuns: name === 'pair' ? 60 : 12 }

  it('keeps a producer within the window of its reader', async () => {
    const { probe, host } = await open(name)
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 4 }), async (reads) => {
        const numbers = probe.numbers({ items: 1000 })
        const { value: first } = await numbers.next()
        if (!first) throw new Error('the stream ended early')
        let read = 1
        for (const more of reads) {
          for (let i = 0; i < more; i += 1) await numbers.next()
          read += more
          await settled(probe)
          const ahead = (host.made[first.act] ?? 0) - read
          expect(ahead).toBeLessThanOrEqual(creditWindow)
          // The reader's lots leave at least half of the window for the producer to run ahead.
          expect(ahead).toBeGreaterThanOrEqual(creditWindow / 2)
        }
        await numbers.return()
        await host.idle()
      }),
      settings,
    )
  })

  it('keeps the source of an upload within the window of a handler that does not read', async () => {
    const { probe, wire } = await open(name)
    let given = 0
    const source = (async function* () {
      for (; given < 1000; given += 1) yield new Uint8Array(10)
    })()
    const slow = probe.digest({ stuck: true }, source)
    slow.catch(() => undefined)
    await settled(probe)
    // One chunk is in the hands of the handler; the window is full behind it.
    expect(given).toBeLessThanOrEqual(creditWindow + 1)
    expect(given).toBeGreaterThanOrEqual(creditWindow - 1)
    wire.close()
    await expect(slow).rejects.toMatchObject({ code: 'disconnected' })
  })

  it('runs the finally of a producer when its reader breaks, and of a source when its reader is done', async () => {
    const { probe, host } = await open(name)
    for await (const item of probe.numbers({ items: 100_000 })) if (item.at === 3) break
    await host.idle()

    let closed = false
    const source = (async function* () {
      try {
        for (;;) yield new Uint8Array(1000)
      } finally {
        closed = true
      }
    })()
    const { bytes } = await probe.digest({ readAtMost: 5000 }, source)
    expect(bytes).toBe(5000)
    await settled(probe)
    expect(closed).toBe(true)
  })

  it('ends a stream that waits for its next item as soon as its signal says so', async () => {
    const { probe, host } = await open(name)
    const controller = new AbortController()
    const watch = probe.watch({}, controller)
    await watch.next()
    const next = watch.next()
    controller.abort()
    await expect(next).rejects.toMatchObject({ code: 'cancelled' })
    await host.idle()
  })
})
