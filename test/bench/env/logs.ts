import { environmentBench } from '../../support/engine/bench.ts'
import { productImage } from '../../support/engine/images.ts'
import type { BenchInput, Measure } from '../report.ts'

const services = 4
/** A little above the bar, so that what is read is held against the bar and not against how the services write. */
const perSecond = 55_000
const rateBar = 50_000
const seconds = 10
const growthBar = 256

/** Writes its share of the lines in bursts of 20 ms, as fast as it is asked to and no faster; numbered. */
const writer = (lines: number): string => {
  const burst = Math.round(perSecond / services / 50)
  // What is in every Debian has no finer clock than the ticks of times(2).
  return [
    'use POSIX (); sub now { (POSIX::times())[0]/100 } sleep 5; my $began=now(); my $n=0; my $pad="x" x 60;',
    `while ($n<${lines}) { my $out=""; for (1..${burst}) { last if $n>=${lines}; $out.="$n $pad\\n"; $n++ }`,
    `syswrite STDOUT,$out; my $due=$began+$n/${perSecond / services}-now(); select undef,undef,undef,$due if $due>0 }`,
    'sleep 100000',
  ].join(' ')
}

/** Four services that write 55,000 lines a second together, read through the whole bench while they do. */
export const logsBench = async ({ say }: BenchInput): Promise<Measure[]> => {
  const each = (perSecond * seconds) / services
  const image = await productImage('chatter')
  const command = JSON.stringify(['perl', '-e', writer(each).replaceAll('$', '$$$$')])
  const names = Array.from({ length: services }, (_, n) => `s${n}`)
  const bench = await environmentBench(
    `services:\n${names.map((name) => `  ${name}: { image: "${image}", init: true, command: ${command} }`).join('\n')}\n`,
  )
  try {
    await bench.up()
    const before = process.memoryUsage().rss / 1e6
    const next = new Map(names.map((name) => [name, 0]))
    let [total, wrong, backwards, latest, first, last, peak] = [0, 0, 0, 0, 0, 0, 0]
    const asked = { caseId: bench.caseId, follow: true }
    for await (const { lines } of bench.host.client.environments.logs(asked)) {
      first ||= performance.now()
      last = performance.now()
      for (const { service, text, at } of lines) {
        const expected = next.get(service) ?? 0
        if (Number.parseInt(text, 10) !== expected) wrong += 1
        next.set(service, expected + 1)
        if (at < latest) backwards += 1
        latest = at
      }
      total += lines.length
      peak = Math.max(peak, process.memoryUsage().rss / 1e6)
      if (total >= each * services) break
    }
    const rate = total / ((last - first) / 1000)
    say(`${total} lines in ${Math.round(last - first)} ms`)
    return [
      {
        ...{
          name: 'lines lost or out of order within a service',
          value: each * services - total + wrong,
          unit: 'lines',
        },
        ...{ bar: '0', met: wrong === 0 && total === each * services },
      },
      {
        ...{ name: 'log lines of 4 services, while they write', value: rate, unit: 'lines/s' },
        ...{ bar: `≥ ${rateBar} lines/s`, met: rate >= rateBar },
      },
      {
        ...{ name: 'out of time order across services', value: backwards, unit: 'lines' },
        bar: 'told',
        met: true,
      },
      {
        ...{
          name: 'memory that reading takes at most, host and reader together',
          value: peak - before,
          unit: 'MB',
        },
        ...{ bar: `≤ ${growthBar} MB`, met: peak - before <= growthBar },
      },
    ]
  } finally {
    await bench.close()
  }
}
