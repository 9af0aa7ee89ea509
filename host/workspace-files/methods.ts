import type { Handlers } from '../../shared/contract/define.ts'
import { BenchError } from '../../shared/contract/error.ts'
import type { workspaces } from '../../shared/contract/workspaces.ts'
import type { Database } from '../database/threads.ts'
import { workspaceFolder } from '../workspace/folder.ts'
import type { FolderWatches } from '../workspace/watches.ts'
import { makeFile, makeFolder, move } from './change.ts'
import { findInFiles } from './find.ts'
import { folderLists } from './list.ts'
import { restore, trash, trashFolder } from './trash.ts'
import type { Trees } from './trees.ts'
import { watchFolders } from './watch-folders.ts'

export interface WorkspaceFilesOptions {
  database: Pick<Database, 'read'>
  dataDir: string
  watches: FolderWatches
  trees: Trees
  newId(): string
  /** Milliseconds since the epoch. */
  now(): number
}

/** What is served of the `workspaces` service about the files inside; the workspace itself is served beside it. */
export const workspaceFileMethods = (
  options: WorkspaceFilesOptions,
): Omit<Handlers<typeof workspaces>, 'open' | 'watch' | 'unpack'> => {
  const { database, dataDir, watches, trees, newId, now } = options
  const lists = folderLists()
  const root = async (caseId: string) => {
    const found = await database.read(workspaceFolder, { caseId })
    if (!found) throw new BenchError('not-found', 'This case has no workspace yet. Open one first.')
    return found.path
  }
  const bin = async (caseId: string) => ({
    root: await root(caseId),
    folder: trashFolder(dataDir, caseId),
    now: now(),
    newId,
  })
  return {
    async list({ caseId, ...input }) {
      const folder = await root(caseId)
      const status = await trees.of(folder).status()
      return lists.list(folder, { ...input, status })
    },
    async *watchFolders({ caseId, folders }, { signal }) {
      const folder = await root(caseId)
      // The states are forgotten before a change is told, so that whoever lists at once gets new ones.
      trees.of(folder)
      yield* watchFolders(folder, { folders, watches, signal })
    },
    async quickOpen({ caseId, query, limit }) {
      const tree = trees.of(await root(caseId))
      return (await tree.index()).find(query, { limit, recent: await tree.recent() })
    },
    async *find({ caseId, ...input }, { signal }) {
      yield* findInFiles(await root(caseId), input, signal)
    },
    async makeFile({ caseId, path }) {
      await makeFile(await root(caseId), path)
      return {}
    },
    async makeFolder({ caseId, path }) {
      await makeFolder(await root(caseId), path)
      return {}
    },
    async move({ caseId, from, to }) {
      await move(await root(caseId), { from, to })
      return {}
    },
    trash: async ({ caseId, paths }) => ({ trashId: await trash(await bin(caseId), paths) }),
    async restore({ caseId, trashId }) {
      if (!/^[\da-f-]{36}$/.test(trashId))
        throw new BenchError('not-found', 'This is not in the trash. Nothing was changed.')
      return { paths: await restore(await bin(caseId), trashId) }
    },
  }
}
