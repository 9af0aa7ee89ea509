import { openHost, withFolder } from '../host.ts'
import { type BenchInput, type Measure, percentile } from '../report.ts'
import type { BenchCentral } from './central.ts'
import { fill } from './fill.ts'

const pending = 500
const rowsPerCase = 11

/** A bench comes back after three weeks: its own changes wait, and those of everybody else. */
export const backAfterWeeks = async (central: BenchCentral, { say }: BenchInput): Promise<Measure[]> =>
  withFolder(async (folder) => {
    const host = await openHost(folder)
    await host.client.sync.connect({ url: central.url, token: await central.addUser('away') })
    await host.client.sync.once({ timeoutMs: 3_600_000 })
    const { id } = await host.client.cases.create({ title: 'Written on a plane' })
    for (let n = 0; n < pending; n += 1)
      await host.client.timeline.post({ caseId: id, lane: 'internal', body: `note ${n}` })
    const remote = 200_000
    await fill(central, { cases: Math.ceil(remote / rowsPerCase), ownerId: id })
    say(`${remote} rows wait at the service`)
    const asked: number[] = []
    let syncing = true
    const asking = (async () => {
      while (syncing) {
        const began = performance.now()
        await host.client.cases.list({ query: 'pool', sort: 'updated', limit: 50 })
        asked.push(performance.now() - began)
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
    })()
    const began = performance.now()
    const outcome = await host.client.sync.once({ timeoutMs: 3_600_000 })
    const seconds = (performance.now() - began) / 1000
    syncing = false
    await asking
    await host.close()
    const p95 = percentile(asked, 0.95)
    return [
      {
        name: `back after 3 weeks: ${pending} pending, ${outcome.pulled} rows`,
        value: seconds,
        unit: 's',
        bar: '≤ 25 s',
        met: seconds <= 25 && outcome.pushed > pending && outcome.upToDate,
      },
      { name: 'a search meanwhile, p95', value: p95, unit: 'ms', bar: '≤ 100 ms', met: p95 <= 100 },
    ]
  })
