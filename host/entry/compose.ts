import { mkdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { extname, join } from 'node:path'
import { v7 } from 'uuid'
import { attachments } from '../../shared/contract/attachments.ts'
import { bench } from '../../shared/contract/bench.ts'
import { cases } from '../../shared/contract/cases.ts'
import { components, customers, history, local, people, views } from '../../shared/contract/desk.ts'
import { cancelled } from '../../shared/contract/error.ts'
import { evidence } from '../../shared/contract/evidence.ts'
import { files } from '../../shared/contract/files.ts'
import { imports } from '../../shared/contract/imports.ts'
import { patches } from '../../shared/contract/patches.ts'
import { presence } from '../../shared/contract/presence.ts'
import { sync } from '../../shared/contract/sync.ts'
import { recordings, terminals } from '../../shared/contract/terminals.ts'
import { timeline } from '../../shared/contract/timeline.ts'
import { transfers } from '../../shared/contract/transfers.ts'
import { workspaces } from '../../shared/contract/workspaces.ts'
import { type Endpoints, implement } from '../../shared/wire/server.ts'
import { blobBytes } from '../attachments/changes.ts'
import { readBlob } from '../attachments/files.ts'
import { attachmentsService, resumeUploads, sweep } from '../attachments/service.ts'
import { removeUnnamed } from '../attachments/upkeep.ts'
import { temporaryFolder } from '../bench/backup.ts'
import { benchService } from '../bench/service.ts'
import { ensureMe } from '../cases/me.ts'
import { casesService } from '../cases/service.ts'
import { openThreads } from '../database/threads.ts'
import {
  componentsService,
  customersService,
  historyService,
  localService,
  peopleService,
  viewsService,
} from '../desk/service.ts'
import { ensureViews } from '../desk/views.ts'
import type { EnvironmentRunner } from '../environments/runner.ts'
import { evidenceService } from '../evidence/service.ts'
import { lineReader } from '../files/lines.ts'
import { filesService } from '../files/service.ts'
import { openGit } from '../git/git.ts'
import { importsService, stagingFolder } from '../imports/service.ts'
import { hostVersion } from '../instance/version.ts'
import { scratchFolder } from '../patches/scratch.ts'
import { patchesService } from '../patches/service.ts'
import { recordingsService } from '../recordings/service.ts'
import { openSync } from '../sync/service.ts'
import { openTerminals } from '../terminal/service.ts'
import { timelineService } from '../timeline/service.ts'
import { openWorkspace } from '../workspace/open.ts'
import { workspaceMethods } from '../workspace/service.ts'
import { folderWatches } from '../workspace/watches.ts'
import { workspaceFileMethods } from '../workspace-files/methods.ts'
import { recentFiles } from '../workspace-files/recent-files.ts'
import { workspaceTrees } from '../workspace-files/trees.ts'
import { reads, writes } from './procedures.ts'
import { openStack } from './stack.ts'

export interface BenchOptions {
  /** The folder that holds everything of this bench; made where it is absent, readable by its owner only. */
  dataDir: string
  /** Whether this host stays and goes on with uploads that an earlier one was cut off from. */
  stays?: boolean
  /** What runs the environments of cases in place of the engine of this machine. */
  environments?: EnvironmentRunner
  /** Threads that only read: with two, one answers while the other still works on a long question. */
  readers?: number
}

/** An open bench: what it answers, and how it ends. */
export interface Bench {
  readonly endpoints: Endpoints
  /** The bytes of a stored blob from `start` to `end` (inclusive), and its whole size; null where there is none. */
  readBlob(sha256: string, range?: { start: number; end: number }): Promise<BlobBytes | null>
  close(): Promise<void>
}

export interface BlobBytes {
  size: number
  bytes: AsyncIterable<Uint8Array>
}

/** A thread's module beside this one, in the checkout as TypeScript and in the packaged app as JavaScript. */
const beside = (name: string) => new URL(`./${name}${extname(import.meta.url)}`, import.meta.url)

/** Builds the host's graph for one data folder, by hand. Throws `BenchError` with a sentence when it cannot be opened. */
export const openBench = async (options: BenchOptions): Promise<Bench> => {
  const { dataDir, stays = false, environments, readers = 2 } = options
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const database = await openThreads({
    path: join(dataDir, 'bench.db'),
    backupTo: join(dataDir, `before-migration-${Date.now()}.db`),
    entry: beside('database-thread'),
    procedures: { reads, writes },
    readers,
  })
  await database.write(ensureMe, { name: userInfo().username })
  await database.write(ensureViews, {})
  const closing = new AbortController()
  const uploads = { database, dataDir, hashingEntry: beside('hashing-thread'), underWay: new Set<string>() }
  await sweep(uploads)
  for (const folder of [temporaryFolder(dataDir), stagingFolder(dataDir), scratchFolder(dataDir)])
    await rm(folder, { recursive: true, force: true })
  const git = openGit()
  const watches = folderWatches()
  const trees = workspaceTrees(git, watches, recentFiles(database))
  const lines = lineReader()
  const common = { database, dataDir, newId: v7, now: Date.now }
  const shells = await openTerminals({
    ...common,
    ptyEntry: beside('pty-process'),
    env: process.env,
    caseFolder: async (caseId) => (await openWorkspace({ database, dataDir, git }, { caseId })).path,
    // Built below: terminals are asked for later.
    containerShell: (caseId, service) => stack.shell(caseId, service),
  })
  const syncing = await openSync({ database, dataDir, now: Date.now, random: Math.random })
  const stack = await openStack({ database, dataDir, git, runner: environments, central: syncing.central })
  const whole = { ...common, version: hostVersion() }
  if (stays) syncing.start()
  const upkeep = async () => {
    await resumeUploads(uploads, closing.signal)
    await removeUnnamed(uploads, { now: Date.now(), signal: closing.signal })
  }
  // What upkeep could not do now it does at the next start; doctor tells of what is missing.
  const resumed = stays ? upkeep().catch(() => undefined) : Promise.resolve()
  return {
    endpoints: new Map([
      ...implement(attachments, attachmentsService(uploads)),
      ...implement(bench, benchService(whole)),
      ...implement(cases, casesService(database)),
      ...implement(components, componentsService(database)),
      ...implement(customers, customersService(database)),
      ...implement(
        evidence,
        evidenceService({
          ...{ database, dataDir, git, newId: v7, now: Date.now },
          blockText: async (input) =>
            shells.handlers.blockText(input, { signal: closing.signal, mayNamePaths: false }),
        }),
      ),
      ...implement(
        files,
        filesService({ database, dataDir, git, watches, lines, newId: v7, onOpened: trees.opened }),
      ),
      ...implement(history, historyService(database)),
      ...implement(
        imports,
        importsService({ database, dataDir, importEntry: beside('import-thread'), newId: v7 }),
      ),
      ...implement(local, localService(database)),
      ...implement(patches, patchesService({ database, dataDir, git, watches, newId: v7, now: Date.now })),
      ...implement(people, peopleService(database)),
      ...implement(presence, syncing.presence),
      ...implement(recordings, recordingsService({ database, dataDir })),
      ...stack.endpoints,
      ...implement(sync, syncing.handlers),
      ...implement(terminals, shells.handlers),
      ...implement(timeline, timelineService(database)),
      ...implement(transfers, syncing.transfers),
      ...implement(views, viewsService(database)),
      ...implement(workspaces, {
        ...workspaceMethods({ database, dataDir, git, unpackEntry: beside('unpack-thread') }),
        ...workspaceFileMethods({ database, dataDir, watches, trees, newId: v7, now: Date.now }),
      }),
    ]),
    async readBlob(sha256, range) {
      const size = await database.read(blobBytes, { sha256 })
      if (size === null) return null
      const part = range ? { offset: range.start, length: range.end - range.start + 1 } : { offset: 0 }
      return { size, bytes: readBlob(dataDir, { sha256, ...part }) }
    },
    async close() {
      closing.abort(cancelled())
      await resumed
      await stack.close()
      await syncing.close()
      await lines.close()
      await trees.close()
      await watches.close()
      await shells.close()
      await database.close()
    },
  }
}
