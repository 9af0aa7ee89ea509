import type { ChangedFile } from '../../shared/contract/patches.ts'
import { pokes } from '../workspace/pokes.ts'
import type { FolderWatches } from '../workspace/watches.ts'
import { showSection } from './diff/show.ts'
import { textOf } from './diff/unquote.ts'
import { type PatchesOptions, placeOf, type WorkPlace } from './place.ts'
import { besideWorkspace, type Scratch } from './scratch.ts'
import { changedPaths, commitOf, diffTrees, emptyTree, unmergedPaths, workingTree } from './tree.ts'

/** Files, and lines of all files, that one answer shows. */
const filesAtMost = 5000
const linesAtMost = 30_000

/** A build writes many files in a row; looked at once. Milliseconds. */
const gather = 200

interface Changes {
  files: ChangedFile[]
  base: string | null
}

interface Watching {
  readonly caseId: string
  readonly against: string
  readonly signal: AbortSignal
}

/** What the working tree changes against a revision; again when a file, git or the customer's state changes. */
export async function* watchChanges(
  options: PatchesOptions & { readonly watches: FolderWatches },
  { caseId, against, signal }: Watching,
): AsyncGenerator<Changes, void, undefined> {
  let place = await placeOf(options, caseId)
  await using scratch = await besideWorkspace(options, place.path)
  const { poke, wait } = pokes()
  const watching = await options.watches.watch(place.path, poke)
  const stop = options.database.onChange((topics) => topics.includes(`workspace:${place.caseId}`) && poke())
  signal.addEventListener('abort', poke, { once: true })
  let shown = ''
  try {
    while (!signal.aborted) {
      const started = performance.now()
      place = await placeOf(options, caseId)
      const found = await look(options, scratch, { place, against, shown, signal })
      if (found) {
        shown = found.state
        yield found.changes
      }
      if (signal.aborted) return
      await wait({ lookTook: performance.now() - started })
      if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, gather))
    }
  } finally {
    stop()
    signal.removeEventListener('abort', poke)
    await watching.stop()
  }
}

interface Looking {
  place: WorkPlace
  against: string
  shown: string
  signal: AbortSignal
}

/** Null where nothing differs from what was shown. */
const look = async (
  { git }: PatchesOptions,
  scratch: Scratch,
  { place, against, shown, signal }: Looking,
): Promise<{ state: string; changes: Changes } | null> => {
  const base = await commitOf(scratch, against, place.baseline)
  const from = base ?? emptyTree
  const to = await workingTree(scratch, signal)
  const unmerged = await unmergedPaths(git, place.path, signal)
  const state = JSON.stringify([base, to, [...unmerged]])
  if (state === shown) return null
  return { state, changes: { base, files: await filesOf(scratch, { from, to, unmerged, signal }) } }
}

const filesOf = async (
  scratch: Scratch,
  {
    from,
    to,
    unmerged,
    signal,
  }: { from: string; to: string; unmerged: ReadonlySet<string>; signal: AbortSignal },
): Promise<ChangedFile[]> => {
  const sections = await diffTrees(scratch, { from, to, signal })
  const left = { lines: linesAtMost }
  const files = sections
    ? sections.slice(0, filesAtMost).map((section) => showSection(section, left))
    : (await changedPaths(scratch, { from, to, signal })).slice(0, filesAtMost).map(unread)
  return files.map((file) => (unmerged.has(file.path) ? { ...file, status: 'unmerged' } : file))
}

/** A file of which no more is told than that it changed. */
const unread = ({ path, status }: { path: string; status: string }): ChangedFile => ({
  path: textOf(path),
  from: null,
  status: status === 'A' ? 'added' : status === 'D' ? 'deleted' : 'modified',
  binary: false,
  insertions: 0,
  deletions: 0,
  hunks: null,
})
