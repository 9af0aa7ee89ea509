import { realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import { BenchError } from '../../shared/contract/error.ts'
import type { patchCheck } from '../../shared/contract/patches.ts'
import { decodeHead } from '../attachments/decode.ts'
import type { Git } from '../git/git.ts'
import { workspaceFolder } from '../workspace/folder.ts'
import { type PatchesOptions, placeOf } from './place.ts'
import { emptyRepository, objectsOf } from './scratch.ts'
import { commitSource, folderSource } from './source.ts'
import { storedSeries } from './stored.ts'
import { commitOf } from './tree.ts'
import { type TriedFile, trySeries } from './try.ts'

/** Characters of one result, and of all, that an answer carries. */
const textAtMost = 1_000_000
const textsAtMost = 8_000_000

interface Checking {
  readonly caseId: string
  readonly sha256: string
  readonly onto: { folder: string } | { revision: string } | { workspaceOf: string }
  readonly signal: AbortSignal
}

/** Tries a stored series on a folder, on a revision of the workspace or on another workspace, and changes none. */
export const checkPatch = async (
  options: PatchesOptions,
  checking: Checking,
): Promise<z.output<typeof patchCheck>> => {
  const mails = await storedSeries(options, checking.sha256)
  const { onto } = checking
  if ('revision' in onto)
    return answerOf(await onRevision(options, { ...checking, revision: onto.revision, mails }))
  const folder = 'folder' in onto ? onto.folder : (await placeOf(options, onto.workspaceOf)).path
  return answerOf(await onFolder(options, { ...checking, folder, mails }))
}

type Mails = Awaited<ReturnType<typeof storedSeries>>

const onFolder = async (
  options: PatchesOptions,
  { caseId, folder, mails, signal }: Checking & { folder: string; mails: Mails },
) => {
  const root = await realpath(folder).catch(() => undefined)
  if (root === undefined || !(await stat(root)).isDirectory())
    throw new BenchError('not-found', `There is no folder ${folder}. Nothing was tried.`)
  const workspace = await options.database.read(workspaceFolder, { caseId })
  const objects = [workspace?.path, root].map((path) => path && objectsIfAny(options.git, path))
  await using scratch = await emptyRepository(
    options,
    (await Promise.all(objects)).flatMap((path) => path ?? []),
  )
  return await trySeries(scratch, { mails, source: folderSource(root), signal })
}

/** The objects of a folder's repository, which a 3-way merge reads; most folders have none. */
const objectsIfAny = async (git: Git, folder: string): Promise<string | undefined> => {
  if (!(await stat(join(folder, '.git')).catch(() => undefined))) return undefined
  return objectsOf(git, folder).catch((error: unknown) => {
    // A broken repository has nothing to add; without git there is no way on.
    if (error instanceof BenchError && error.code === 'no-git') throw error
    return undefined
  })
}

const onRevision = async (
  options: PatchesOptions,
  { caseId, revision, mails, signal }: Checking & { revision: string; mails: Mails },
) => {
  const place = await placeOf(options, caseId)
  const text: Git['text'] = (call) => options.git.text(call)
  const commit = await commitOf(
    { text: (call) => text({ ...call, folder: place.path }) },
    revision,
    place.baseline,
  )
  if (commit === null)
    throw new BenchError(
      'not-found',
      `${place.ref} has no state of the customer yet. Unpack its attachments first.`,
    )
  await using scratch = await emptyRepository(options, [await objectsOf(options.git, place.path)])
  return await trySeries(scratch, { mails, source: commitSource(scratch, commit), signal })
}

const answerOf = (tried: readonly TriedFile[]): z.output<typeof patchCheck> => {
  const conflicts = tried.filter(({ conflict }) => conflict !== 'none').map(({ path }) => path)
  let left = textsAtMost
  const results = tried.map(({ path, after, conflict }) => {
    const text = after && decodeHead(after.bytes)?.text
    const shown = text && text.length <= Math.min(textAtMost, left) ? text : null
    left -= shown?.length ?? 0
    return { path, text: shown, conflict: conflict !== 'none' }
  })
  return { applies: conflicts.length === 0, conflicts, results, sentence: sentenceOf(tried) }
}

const files = (count: number) => (count === 1 ? '1 file' : `${count} files`)

const sentenceOf = (tried: readonly TriedFile[]): string => {
  const merged = tried.filter(({ conflict }) => conflict === 'merged').length
  const rejected = tried.filter(({ conflict }) => conflict === 'rejected').length
  if (merged + rejected > 0)
    return [
      merged > 0 ? `${files(merged)} changed on both sides and need${merged === 1 ? 's' : ''} a person.` : '',
      rejected > 0 ? `The change of ${files(rejected)} found no place.` : '',
      'Nothing was changed.',
    ]
      .filter(Boolean)
      .join(' ')
  const same = tried.every(({ before, after }) =>
    before && after ? before.bytes.equals(after.bytes) : before === after,
  )
  return same
    ? 'The patch is in there already.'
    : `The patch applies to ${files(tried.length)}. Nothing was changed.`
}
