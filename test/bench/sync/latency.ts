import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createParser } from 'eventsource-parser'
import { openBench } from '../../../host/entry/compose.ts'
import { type Services, services } from '../../../shared/contract/index.ts'
import { told } from '../../../shared/sync/protocol.ts'
import { type Client, connect } from '../../../shared/wire/client.ts'
import { wirePair } from '../../../shared/wire/pair.ts'
import { serve } from '../../../shared/wire/server.ts'
import { withFolder } from '../host.ts'
import { type BenchInput, type Measure, percentile } from '../report.ts'
import type { BenchCentral } from './central.ts'

const others = 98
const samples = 100

/** A bench that stays and syncs by itself. */
const openStaying = async (dataDir: string) => {
  mkdirSync(dataDir, { recursive: true })
  const bench = await openBench({ dataDir, stays: true })
  const [ours, theirs] = wirePair()
  const dispose = serve(theirs, bench.endpoints, { mayNamePaths: true })
  return {
    client: connect(services, ours),
    async close() {
      ours.close()
      dispose()
      await bench.close()
    },
  }
}

/** What a connected bench costs the service: a line of hints, and a pull at each that does not tell what came. */
const listenLike = (url: string, token: string, signal: AbortSignal) => {
  let cursors: { stream: string; seq: number; tag: string }[] = []
  let epoch: string | null = null
  let grants: string | null = null
  const authorization = `Bearer ${token}`
  const pull = async () => {
    const body = JSON.stringify({ wire: 1, epoch, grants, acked: 0, cursors, limit: 20_000 })
    const response = await fetch(`${url}/v1/sync/pull`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body,
      signal,
    })
    const text = await response.text()
    for (const line of text.split('\n').filter(Boolean)) {
      const value = JSON.parse(line)
      if (value.epoch) ({ epoch, grants = grants } = value)
      if (value.mark)
        cursors = [
          ...cursors.filter(({ stream }) => stream !== value.mark),
          { stream: value.mark, seq: value.seq, tag: value.tag },
        ]
    }
    return body.length + text.length
  }
  const listen = async () => {
    const response = await fetch(`${url}/v1/sync/hints`, { headers: { authorization }, signal })
    let hinted = false
    let pulling = false
    const look = async () => {
      hinted = true
      if (pulling) return
      pulling = true
      while (hinted) {
        hinted = false
        await pull()
      }
      pulling = false
    }
    const parser = createParser({
      onEvent({ data }) {
        const { data: news } = told.safeParse(JSON.parse(data))
        const here = cursors.find(({ stream }) => stream === news?.stream)
        if (!news || here?.tag !== news.after.tag) return void look().catch(() => undefined)
        const { tag } = JSON.parse(news.lines.trimEnd().split('\n').at(-1) ?? '')
        Object.assign(here, { seq: news.seq, tag })
      },
    })
    const decoder = new TextDecoder()
    for await (const bytes of response.body ?? []) parser.feed(decoder.decode(bytes, { stream: true }))
  }
  return { pull, listen }
}

/** Milliseconds from when a note is durable here until it is shown there. */
const timesBetween = async (
  here: Client<Services>,
  there: Client<Services>,
  caseId: string,
): Promise<number[]> => {
  const seen = new Map<string, number>()
  const stop = new AbortController()
  const watching = (async () => {
    for await (const { events } of there.timeline.watch({ caseId }, { signal: stop.signal }))
      for (const { body } of events) if (!seen.has(body)) seen.set(body, performance.now())
  })().catch(() => undefined)
  const times: number[] = []
  for (let n = 0; n < samples; n += 1) {
    const body = `note ${n}`
    await here.timeline.post({ caseId, lane: 'internal', body })
    const began = performance.now()
    while (!seen.has(body) && performance.now() - began < 10_000)
      await new Promise((resolve) => setTimeout(resolve, 2))
    times.push((seen.get(body) ?? Number.POSITIVE_INFINITY) - began)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  stop.abort()
  await watching
  return times
}

/** From a change that is durable on one bench to the moment when another one shows it, with 100 benches connected. */
export const latency = async (central: BenchCentral, { say }: BenchInput): Promise<Measure[]> =>
  withFolder(async (folder) => {
    const stop = new AbortController()
    const crowd = await Promise.all(
      Array.from({ length: others }, async (_, n) => {
        const { token } = await central.addDevice(`listener ${n}`)
        return listenLike(central.url, token, stop.signal)
      }),
    )
    for (const { pull } of crowd) await pull()
    const listening = crowd.map(({ listen }) => listen().catch(() => undefined))
    const [ada, lin] = [await openStaying(join(folder, 'ada')), await openStaying(join(folder, 'lin'))]
    for (const [name, { client }] of Object.entries({ ada, lin }))
      await client.sync.connect({ url: central.url, token: await central.addUser(name) })
    const { id } = await ada.client.cases.create({ title: 'Latency' })
    for await (const { totals } of lin.client.cases.watchCounts({ queries: ['Latency'] }))
      if (totals[0] === 1) break
    say(`${others + 2} benches are connected`)
    const times = await timesBetween(ada.client, lin.client, id)
    const idle = (await crowd[0]?.pull()) ?? Number.NaN
    stop.abort()
    await ada.close()
    await lin.close()
    await Promise.all(listening)
    const [p50, p99] = [percentile(times, 0.5), percentile(times, 0.99)]
    return [
      {
        name: 'one bench to another, 100 connected, p50',
        value: p50,
        unit: 'ms',
        bar: '≤ 100 ms',
        met: p50 <= 100,
      },
      {
        name: 'one bench to another, 100 connected, p99',
        value: p99,
        unit: 'ms',
        bar: '≤ 400 ms',
        met: p99 <= 400,
      },
      { name: 'idle pull, both ways', value: idle, unit: 'B', bar: '≤ 400 B', met: idle <= 400 },
    ]
  })
