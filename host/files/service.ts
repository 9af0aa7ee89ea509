import type { Handlers } from '../../shared/contract/define.ts'
import { BenchError } from '../../shared/contract/error.ts'
import type { files } from '../../shared/contract/files.ts'
import type { Database } from '../database/threads.ts'
import type { Git } from '../git/git.ts'
import { workspaceFolder } from '../workspace/folder.ts'
import type { FolderWatches } from '../workspace/watches.ts'
import { encodings } from './encodings.ts'
import { readAt, readLog } from './history.ts'
import type { LineReader } from './lines.ts'
import { mergeTexts } from './merge.ts'
import { readForEditor } from './read.ts'
import { forgetUnsaved, keepUnsaved, listUnsaved, readBase, unsavedFolder } from './unsaved.ts'
import { watchVersions } from './watch.ts'
import { writeText } from './write.ts'

export interface FilesOptions {
  database: Pick<Database, 'read'>
  dataDir: string
  git: Git
  watches: FolderWatches
  lines: LineReader
  newId(): string
  /** Told of each file that was opened, so that quick open offers it first. */
  onOpened(root: string, path: string): void
}

export const filesService = (options: FilesOptions): Handlers<typeof files> => {
  const { dataDir, git, watches, lines, newId } = options
  const workspace = (caseId: string) => needWorkspace(options, caseId)
  const root = async (caseId: string) => (await workspace(caseId)).path
  return {
    async read({ caseId, ...input }) {
      const folder = await root(caseId)
      const opened = await readForEditor(folder, input)
      if (opened.kind !== 'refused') options.onOpened(folder, input.path)
      return opened
    },
    async readAt({ caseId, path, revision }, { signal }) {
      const { path: folder, baseline } = await workspace(caseId)
      if (revision === 'baseline' && baseline === null)
        throw new BenchError(
          'not-found',
          "This workspace has no customer's state yet. Unpack an attachment first.",
        )
      const meant = revision === 'baseline' && baseline !== null ? baseline : revision
      return readAt(git, folder, { path, revision: meant, signal })
    },
    lines: async ({ caseId, ...input }, { signal }) => lines.read(await root(caseId), input, signal),
    write: async ({ caseId, ...input }) => writeText(await root(caseId), input, newId),
    merge: (input) => mergeTexts(input),
    async *watch({ caseId, paths }, { signal }) {
      yield* watchVersions(await root(caseId), { paths, watches, signal })
    },
    async keepUnsaved({ caseId, ...kept }) {
      await keepUnsaved(unsavedFolder(dataDir, caseId), kept, newId)
      return {}
    },
    unsavedBase: async ({ caseId, ...of }) => ({
      text: await readBase(unsavedFolder(dataDir, caseId), of),
    }),
    async forgetUnsaved({ caseId, path }) {
      await forgetUnsaved(unsavedFolder(dataDir, caseId), path)
      return {}
    },
    listUnsaved: async ({ caseId }) => ({ unsaved: await listUnsaved(unsavedFolder(dataDir, caseId)) }),
    async log({ caseId, path, limit }, { signal }) {
      return { commits: await readLog(git, await root(caseId), { path, limit, signal }) }
    },
    encodings: () => ({ encodings: [...encodings] }),
  }
}

const needWorkspace = async ({ database }: Pick<FilesOptions, 'database'>, caseId: string) => {
  const found = await database.read(workspaceFolder, { caseId })
  if (!found) throw new BenchError('no-workspace', 'This case has no workspace yet. Open one first.')
  return found
}
