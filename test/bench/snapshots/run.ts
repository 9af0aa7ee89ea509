import { execFileSync } from 'node:child_process'
import { readdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type EnvironmentBench, environmentBench, labelled } from '../../support/engine/bench.ts'
import { findEngine } from '../../support/engine/find.ts'
import { productImage } from '../../support/engine/images.ts'
import { type Bench, median } from '../report.ts'

const rounds = 3

const docker = (...args: string[]): string =>
  execFileSync('docker', args, { encoding: 'utf8', stdio: 'pipe' }).trim()

const compose = (image: string) => `
services:
  db: { image: "${image}", command: [sh, -c, "trap 'exit 0' TERM; sleep infinity & wait"], volumes: ["large:/large", "small:/small"] }
volumes: { large: {}, small: {} }
`

/** Three quarters in files of 64 MB, as tables and logs are, and the rest in files of 64 KB, as a broker's are. */
const fill = (container: string, size: number): void => {
  const large = Math.max(1, Math.round((size * 0.75) / 64e6))
  const small = Math.max(1, Math.round((size * 0.25) / 64e3))
  const script = `
    for i in $(seq ${large}); do head -c 64000000 /dev/urandom > /large/$i; done
    head -c 64000 /dev/urandom > /tmp/one
    for i in $(seq ${small}); do d=/small/$((i % 64)); [ -d $d ] || mkdir $d; cp /tmp/one $d/$i; done
    sync`
  docker('exec', container, 'sh', '-c', script)
}

/** Writes into files, as a service would: into all of them, or into every tenth. */
const change = (container: string, which: 'all' | 'some'): void => {
  const each = which === 'all' ? 1 : 10
  const script = `find /large /small -type f | awk 'NR % ${each} == 0' | while read -r f; do echo x >> $f; done`
  docker('exec', container, 'sh', '-c', script)
}

/** What `cp` alone takes for the same files, from the same place to the same disk. */
const bareCopy = (places: readonly string[]): number => {
  const targets = places.map((place) => join(dirname(place), 'casebench-floor'))
  const started = performance.now()
  for (const [at, place] of places.entries()) execFileSync('cp', ['-a', place, targets[at] ?? ''])
  const seconds = (performance.now() - started) / 1000
  for (const target of targets) rmSync(target, { recursive: true })
  return seconds
}

const placeOf = (volume: string): string => docker('volume', 'inspect', '--format', '{{.Mountpoint}}', volume)

/** Waits until the second copy is there and what it replaced is gone, as for a person who looks into a problem in between. */
const spareMade = async ({ host, caseId }: EnvironmentBench, copies: readonly string[]): Promise<void> => {
  for await (const { snapshots } of host.client.snapshots.watch({ caseId }))
    if (snapshots.every(({ spareBytes }) => spareBytes > 0)) break
  const isGoing = (place: string) =>
    readdirSync(dirname(place)).some((name) => name.startsWith('casebench-gone'))
  while (copies.some(isGoing)) await delay(100)
}

const dropSpare = (place: string): void => {
  for (const name of ['casebench-spare', 'casebench-spare.json'])
    rmSync(join(dirname(place), name), { recursive: true, force: true })
}

/** Changes, copies barely and resets, in turns. */
const measure = async (
  bench: EnvironmentBench,
  { places, named, say }: { places: string[]; named(kind: string): string[]; say(line: string): void },
) => {
  const floors: number[] = []
  const resets = { all: [] as number[], some: [] as number[], bare: [] as number[] }
  const copies = named('volume')
    .map(placeOf)
    .filter((place) => !places.includes(place))
  for (let round = 0; round < rounds; round += 1)
    for (const [kind, taken] of Object.entries(resets)) {
      const changed = kind === 'some' ? 'some' : 'all'
      change(named('container')[0] ?? '', changed)
      await spareMade(bench, copies)
      if (kind === 'bare') for (const place of copies) dropSpare(place)
      execFileSync('sync')
      floors.push(bareCopy(places))
      execFileSync('sync')
      const started = performance.now()
      const { notes } = await bench.host.client.snapshots.restore({ caseId: bench.caseId, name: 'bench' })
      taken.push((performance.now() - started) / 1000)
      if (notes.length > 0) throw new Error(notes.join(' '))
      say(
        `${changed} changed, ${kind === 'bare' ? 'without' : 'with'} a spare: copy ${floors.at(-1)?.toFixed(2)} s, reset ${taken.at(-1)?.toFixed(2)} s`,
      )
    }
  return { floors, resets }
}

/** Takes an environment back to a snapshot of its volumes, services stopped and started. `--size` is bytes. */
export const snapshotsBench: Bench = async ({ size = 2e9, say }) => {
  const engine = await findEngine()
  if (typeof engine === 'string') throw new Error(`This bench needs a container engine: ${engine}`)
  if (process.getuid?.() !== 0)
    throw new Error("This bench compares with a copy in the engine's own folder, and so needs root")
  const bench = await environmentBench(compose(await productImage('chatter')))
  try {
    await bench.up()
    const named = (kind: string) =>
      labelled(`casebench.case=${bench.caseId}`)
        .filter((line) => line.startsWith(kind))
        .map((line) => line.slice(kind.length + 1))
    say('Filling the volumes …')
    fill(named('container')[0] ?? '', size)
    const places = named('volume').map(placeOf)
    const { snapshots } = bench.host.client
    say('Saving …')
    const saved = await snapshots.save({ caseId: bench.caseId, name: 'bench' })
    const { floors, resets } = await measure(bench, { places, named, say })
    await snapshots.remove({ caseId: bench.caseId, name: 'bench' })
    const floor = median(floors)
    const against = (name: string, taken: readonly number[]) => {
      const value = median(taken)
      return { name, value, floor, unit: 's', ratio: value / floor, bar: '≤ 1.2', met: value <= floor * 1.2 }
    }
    return {
      work: `a reset to a snapshot of ${(saved.snapshot.bytes / 1e9).toFixed(1)} GB in two volumes, the service stopped and started; saving took ${(saved.durationMs / 1000).toFixed(1)} s`,
      measures: [
        against('reset where every tenth file changed, against a bare copy of all files', resets.some),
        against('reset where every file changed, against a bare copy of all files', resets.all),
        against('the same at once after another, before a second copy was made', resets.bare),
      ],
    }
  } finally {
    await bench.close()
  }
}
