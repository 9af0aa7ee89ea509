import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { dice } from './desk/random.ts'
import { openHost, withFolder } from './host.ts'
import { type Bench, percentile } from './report.ts'

const words =
  'server client pool connection factory handler config data source request response filter session cache store index query parser writer reader stream socket worker thread event bus queue topic broker cluster node agent metric log trace audit user role policy token key cert'.split(
    ' ',
  )
const endings = ['java', 'xml', 'properties', 'yml', 'json', 'log', 'sh', 'sql']

/** Paths as a large Java project has them. */
const pathsOf = (count: number): string[] => {
  const roll = dice(3)
  const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)
  const folders = Array.from({ length: Math.ceil(count / 12) }, () =>
    Array.from({ length: 2 + roll.below(5) }, () => roll.pick(words)).join('/'),
  )
  return Array.from({ length: count }, (_, at) => {
    const name = Array.from({ length: 1 + roll.below(4) }, () => capital(roll.pick(words))).join('')
    return `${roll.pick(folders)}/${name}${at % 3 === 0 ? at : ''}.${roll.pick(endings)}`
  })
}

/** The least that any quick open does: one loop over all paths that looks for the letters in their order. */
const bareScan = (paths: readonly string[], query: string): number => {
  let found = 0
  for (const path of paths) {
    let at = 0
    for (let i = 0; i < query.length && at !== -1; i += 1) {
      at = path.indexOf(query.charAt(i), at)
      if (at !== -1) at += 1
    }
    if (at !== -1) found += 1
  }
  return found
}

const typed = [
  'ConnectionPool',
  'reqhand',
  'server/config.yml',
  'cpf',
  'log parser',
  'auditstore.java',
  'zzqx',
  'topic17',
  'e',
]

/** Types each query key by key, after a round that warms both up; milliseconds of each key, ours and the bare loop's. */
const type = async (paths: readonly string[], ask: (query: string) => Promise<unknown>) => {
  const ours: number[] = []
  const floors: number[] = []
  const keys = typed.flatMap((query) => Array.from(query, (_, at) => query.slice(0, at + 1)))
  for (const warm of [true, false, false])
    for (const key of keys) {
      const floorStart = performance.now()
      bareScan(paths, key)
      const start = performance.now()
      await ask(key)
      if (warm) continue
      floors.push(start - floorStart)
      ours.push(performance.now() - start)
    }
  return { ours, floors }
}

const makeFiles = (root: string, paths: readonly string[]) => {
  for (const folder of new Set(paths.map((path) => dirname(path))))
    mkdirSync(join(root, folder), { recursive: true })
  for (const path of paths) writeFileSync(join(root, path), '')
}

/** Quick open over many files, typed key by key through the contract; each key counts until its list is here. */
export const open: Bench = ({ size = 100_000, say }) =>
  withFolder(async (folder) => {
    const paths = [...new Set(pathsOf(size))]
    const host = await openHost(join(folder, 'bench'))
    try {
      const { id: caseId } = await host.client.cases.create({ title: 'Quick open' })
      const { path: root } = await host.client.workspaces.open({ caseId })
      say(`making ${paths.length} files`)
      makeFiles(root, paths)
      const asked = performance.now()
      const first = await host.client.workspaces.quickOpen({ caseId, query: '' })
      const cold = performance.now() - asked
      if (first.total !== paths.length) throw new Error(`${first.total} of ${paths.length} files are known`)
      const { ours, floors } = await type(paths, (query) =>
        host.client.workspaces.quickOpen({ caseId, query }),
      )
      const measure = (name: string, share: number) => {
        const [value, floor] = [percentile(ours, share), percentile(floors, share)]
        const common = { name, value, unit: 'ms', floor, ratio: value / floor }
        return share < 0.95
          ? { ...common, bar: 'none', met: true }
          : { ...common, bar: '≤ 50 ms', met: value <= 50 }
      }
      return {
        work: `${typed.length} queries typed key by key over ${paths.length} files, 50 best, through the contract`,
        measures: [
          measure('keystroke to list p95', 0.95),
          measure('keystroke to list p50', 0.5),
          { name: 'first list', value: cold, unit: 'ms', bar: 'none', met: true },
        ],
      }
    } finally {
      await host.close()
    }
  })
