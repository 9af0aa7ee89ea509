import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { repositoryRoot } from '../../../build/repository.ts'
import { withFolder } from '../host.ts'

/** As far as we use it: a database of documents that replicates to another one. */
interface PouchDatabase {
  bulkDocs(documents: readonly object[]): Promise<unknown>
  replicate: { to(url: string, options: { batch_size: number }): Promise<{ docs_written: number }> }
}
type Pouch = new (path: string) => PouchDatabase

const here = join(repositoryRoot, 'test/bench/sync/pouchdb')

/** PouchDB and its service are not among the project's packages; they are fetched once, in exact versions. */
const installed = (): string => {
  const folder = join(repositoryRoot, '.bench/pouchdb')
  const manifest = join(folder, 'package.json')
  const wanted = readFileSync(join(here, 'package.json'), 'utf8')
  const complete = existsSync(join(folder, 'node_modules/express-pouchdb'))
  if (complete && readFileSync(manifest, 'utf8') === wanted) return folder
  mkdirSync(folder, { recursive: true })
  copyFileSync(join(here, 'package.json'), manifest)
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--silent'], { cwd: folder, stdio: 'ignore' })
  return folder
}

/**
 * Notes that PouchDB replicates to express-pouchdb in a second: as many databases as we have streams, as many at once as
 * we have devices, batches of the same size, and a service that waits for the disk as ours does.
 */
export const pouchPush = async ({
  streams,
  devices,
  batch,
  total,
  note,
}: {
  streams: number
  devices: number
  batch: number
  total: number
  note: (n: number) => string
}): Promise<number> => {
  const packages = installed()
  const PouchDB = createRequire(join(packages, 'package.json'))('pouchdb') as Pouch
  return withFolder(async (folder) => {
    for (const side of ['service', 'bench']) mkdirSync(join(folder, side))
    const child = spawn(process.execPath, [join(here, 'server.cjs'), packages, join(folder, 'service')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ended = once(child, 'exit')
    try {
      const [port] = (await once(createInterface(child.stdout), 'line')) as [string]
      const each = total / streams
      const databases = Array.from(
        { length: streams },
        (_, n) => new PouchDB(join(folder, 'bench', String(n))),
      )
      for (const [n, database] of databases.entries())
        await database.bulkDocs(
          Array.from({ length: each }, (_, m) => ({
            _id: `note-${m}`,
            caseId: `case-${n}`,
            kind: 'note',
            lane: 'internal',
            at: Date.now(),
            body: note(n * each + m),
          })),
        )
      const waiting = [...databases.entries()]
      const began = performance.now()
      const work = async () => {
        for (let next = waiting.shift(); next; next = waiting.shift()) {
          const [n, database] = next
          const url = `http://127.0.0.1:${port}/stream-${n}`
          const { docs_written } = await database.replicate.to(url, { batch_size: batch })
          if (docs_written !== each) throw new Error('PouchDB did not replicate everything')
        }
      }
      await Promise.all(Array.from({ length: devices }, work))
      return total / ((performance.now() - began) / 1000)
    } finally {
      child.kill()
      await ended
    }
  })
}
