import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { BenchError } from '../../shared/contract/error.ts'
import { type Client, connect } from '../../shared/wire/client.ts'
import { chunkBytes } from '../../shared/wire/message.ts'
import { serve } from '../../shared/wire/server.ts'
import { type ProbeHost, pattern, probeHost, probeServices } from './wire-service.ts'
import { cutAt, type Link, transports } from './wire-transports.ts'

type Probe = Client<typeof probeServices>

/** One act, and after how many of its items the client loses interest. */
const act = fc.record({
  kind: fc.constantFrom('call', 'failure', 'numbers', 'bytes', 'digest' as const),
  items: fc.integer({ min: 0, max: 90 }),
  size: fc.constantFrom(0, 1, 100, 5000),
  turnsBetween: fc.integer({ min: 0, max: 2 }),
  stopAfter: fc.option(fc.integer({ min: 0, max: 90 }), { nil: undefined }),
  stopBy: fc.constantFrom('break', 'signal' as const),
})
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never

const isCode = (error: unknown, ...codes: string[]) =>
  error instanceof BenchError && codes.includes(error.code)

const runStream = async (probe: Probe, { kind, items, size, turnsBetween, stopAfter, stopBy }: Act) => {
  const controller = new AbortController()
  const { signal } = controller
  const source: AsyncIterable<{ at: number } | Uint8Array> =
    kind === 'bytes'
      ? probe.probe.bytes({ items, size, turnsBetween }, { signal })
      : probe.probe.numbers({ items, turnsBetween }, { signal })
  let seen = 0
  try {
    for await (const item of source) {
      if (item instanceof Uint8Array) expect(item).toEqual(pattern(seen, size))
      else expect(item.at).toBe(seen)
      seen += 1
      if (seen !== stopAfter) continue
      if (stopBy === 'break') return
      controller.abort()
    }
  } catch (error) {
    if (!isCode(error, 'cancelled') || !signal.aborted) throw error
    expect(seen).toBe(stopAfter)
    return
  }
  expect(seen).toBe(items)
}

const runUpload = async (probe: Probe, { items, size, turnsBetween, stopAfter }: Act) => {
  const controller = new AbortController()
  const hash = createHash('sha256')
  async function* chunks() {
    for (let at = 0; at < items; at += 1) {
      if (at === stopAfter) controller.abort()
      const chunk = pattern(at, size)
      hash.update(chunk)
      yield chunk
    }
  }
  try {
    const { bytes, sha256 } = await probe.probe.digest({ turnsBetween }, chunks(), controller)
    expect(bytes).toBe(items * size)
    expect(sha256).toBe(hash.digest('hex'))
  } catch (error) {
    if (!isCode(error, 'cancelled') || !controller.signal.aborted) throw error
  }
}

const runCall = async (probe: Probe, { kind, items, turnsBetween, stopAfter }: Act) => {
  if (kind === 'failure') {
    const failure = await probe.probe.fail({ message: `no ${items}` }).catch((error: unknown) => error)
    if (isCode(failure, 'disconnected')) throw failure
    expect(failure).toMatchObject({ code: 'wanted', message: `no ${items}`, details: { here: 1 } })
    return
  }
  const controller = new AbortController()
  const answer = probe.probe.echo({ text: `text ${items}`, turns: turnsBetween }, controller)
  if (stopAfter !== undefined) queueMicrotask(() => controller.abort())
  try {
    expect(await answer).toEqual({ text: `text ${items}` })
  } catch (error) {
    if (!isCode(error, 'cancelled') || !controller.signal.aborted) throw error
  }
}

const runAct = (probe: Probe, it: Act): Promise<void> => {
  if (it.kind === 'numbers' || it.kind === 'bytes') return runStream(probe, it)
  return it.kind === 'digest' ? runUpload(probe, it) : runCall(probe, it)
}

const links: Link[] = []
afterEach(async () => {
  for (const link of links.splice(0)) await link.dispose()
})

const open = async (name: string, cut?: number): Promise<{ probe: Probe; host: ProbeHost; link: Link }> => {
  const made = await transports[name]?.()
  if (!made) throw new Error(`no transport ${name}`)
  const link = cut === undefined ? made : cutAt(made, cut)
  links.push(link)
  const host = probeHost()
  serve(link.theirs, host.endpoints, { mayNamePaths: false })
  return { probe: connect(probeServices, link.ours), host, link }
}

const runs: Record<string, number> = { pair: 150, socket: 25, line: 25, port: 25 }

describe.each(Object.keys(transports))('acts over a %s', (name) => {
  const settings = { seed: 20261121, numRuns: runs[name] ?? 25 }

  it('keeps the order and content of many interleaved acts, some of them stopped', async () => {
    const { probe, host } = await open(name)
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 12 }), async (acts) => {
        await Promise.all(acts.map((it) => runAct(probe, it)))
        await host.idle()
      }),
      settings,
    )
  })

  it('ends every act with disconnected when the wire closes at any message', async () => {
    const acts = fc.array(act, { minLength: 1, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(acts, fc.integer({ min: 0, max: 200 }), async (acts, cut) => {
        const { probe, host } = await open(name, cut)
        const ends = await Promise.allSettled(acts.map((it) => runAct(probe, it)))
        for (const end of ends)
          if (end.status === 'rejected' && !isCode(end.reason, 'disconnected')) throw end.reason
        await host.idle()
        await links.pop()?.dispose()
      }),
      settings,
    )
  })

  it('carries bytes of every length whole, in pieces where they are long', async () => {
    const { probe } = await open(name)
    const sizes = [0, 1, chunkBytes - 1, chunkBytes, chunkBytes + 1, 3 * chunkBytes + 7]
    const all = sizes.map((size, at) => pattern(at, size))
    const hash = createHash('sha256')
    for (const bytes of all) hash.update(bytes)
    const answer = await probe.probe.digest(
      {},
      (async function* () {
        yield* all
      })(),
    )
    expect(answer).toEqual({ bytes: sizes.reduce((a, b) => a + b), sha256: hash.digest('hex') })
  })
})
