import { execFile } from 'node:child_process'
import { constants } from 'node:fs'
import { access, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Check } from '../../shared/contract/bench.ts'
import { blobPath } from '../attachments/blob-store.ts'
import { schemaVersion } from '../database/migrate.ts'
import type { Read } from '../database/procedure.ts'
import type { Database } from '../database/threads.ts'

export interface Health {
  integrity: string
  schema: number
  cases: number
  indexed: number
  events: number
  outbox: number
}

/** What the database says of itself. `quick_check` reads every page without comparing indexes. */
export const health: Read<object, Health> = (db) => ({
  integrity: db.value<string>('pragma quick_check(1)') ?? 'no answer',
  schema: db.value<number>('pragma user_version') ?? 0,
  cases: db.value<number>('select count(*) from cases') ?? 0,
  indexed:
    db.value<number>(
      'select min((select count(*) from search_docsize), (select count(*) from phrases_docsize))',
    ) ?? 0,
  events: db.value<number>('select count(*) from events') ?? 0,
  outbox: db.value<number>('select count(*) from operations') ?? 0,
})

/** Blobs that the database names, to be looked for on the disk. */
export const namedBlobs: Read<object, { sha256: string; bytes: number }[]> = (db) =>
  db.all('select sha256, bytes from blobs')

/** Below this a bench soon cannot save any more. Bytes. */
const roomAtLeast = 500 * 1024 * 1024

const finding = (name: string, ok: boolean, text: string, remedy: string): Check => ({
  name,
  ok,
  finding: text,
  remedy: ok ? '' : remedy,
})

/** Looks at everything a bench stands on; each problem comes with what to do about it. */
export const examine = async ({
  database,
  dataDir,
}: {
  database: Database
  dataDir: string
}): Promise<Check[]> => [
  nodeVersion(),
  await writable(dataDir),
  await room(dataDir),
  ...(await databaseChecks(database)),
  await blobs(database, dataDir),
  await git(),
]

const nodeVersion = () => {
  const major = Number(process.versions.node.split('.')[0])
  return finding(
    'Node',
    major >= 24,
    `Node ${process.versions.node}`,
    'Start Casebench through npm or npx; they use the Node that it ships.',
  )
}

const writable = async (dataDir: string) => {
  const may = await access(dataDir, constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  )
  const remedy = `Give yourself write permission on ${dataDir}, or choose another folder with --data.`
  return finding(
    'Data folder',
    may,
    may ? `${dataDir} can be written to` : `${dataDir} cannot be written to`,
    remedy,
  )
}

const room = async (dataDir: string) => {
  const { bavail, bsize } = await statfs(dataDir)
  const free = bavail * bsize
  const gigabytes = (free / 1024 ** 3).toFixed(1)
  return finding(
    'Disk space',
    free >= roomAtLeast,
    `${gigabytes} GiB free`,
    'Free some space; at least 0.5 GiB are needed to work.',
  )
}

const databaseChecks = async (database: Database): Promise<Check[]> => {
  const found = await database.read(health, {})
  const sound = found.integrity === 'ok'
  return [
    finding(
      'Database',
      sound,
      sound
        ? `sound, ${found.cases} cases, ${found.events} events, ${found.outbox} changes not synced`
        : found.integrity,
      'Bring your last backup back with "casebench restore FILE --force"; what is here now is moved aside and kept.',
    ),
    finding(
      'Data version',
      found.schema === schemaVersion(),
      `version ${found.schema}`,
      'Update Casebench and start it again.',
    ),
    finding(
      'Search index',
      found.indexed === found.cases,
      `${found.indexed} of ${found.cases} cases`,
      'Make a backup and restore it into a new folder; report this with "casebench doctor --bundle FILE".',
    ),
  ]
}

const blobs = async (database: Database, dataDir: string) => {
  const named = await database.read(namedBlobs, {})
  let missing = 0
  for (const { sha256, bytes } of named) {
    const size = await stat(blobPath(dataDir, sha256)).then(
      (found) => found.size,
      () => -1,
    )
    if (size !== bytes) missing += 1
  }
  const text =
    missing === 0
      ? `${named.length} files, all there`
      : `${missing} of ${named.length} files are missing or cut short`
  return finding(
    'Attachments',
    missing === 0,
    text,
    `Restore a backup, or copy the missing files back to ${join(dataDir, 'blobs')}.`,
  )
}

const git = async () => {
  const found = await promisify(execFile)('git', ['--version']).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  )
  return finding(
    'Git',
    found !== undefined,
    found ?? 'not found',
    'Install git; workspaces and patches need it. Cases work without it.',
  )
}
