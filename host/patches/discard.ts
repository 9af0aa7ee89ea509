import { realpath } from 'node:fs/promises'
import { BenchError } from '../../shared/contract/error.ts'
import { trash, trashFolder } from '../workspace-files/trash.ts'
import { renderSection } from './diff/render.ts'
import { pathOf, type Section } from './diff/section.ts'
import { textOf } from './diff/unquote.ts'
import { putFiles, readBlobOf, readIndex } from './index-files.ts'
import { type PatchesOptions, placeOf } from './place.ts'
import { besideWorkspace, emptyRepository, objectsOf, type Scratch } from './scratch.ts'
import { type Chosen, choose, type Selected } from './selection.ts'
import { commitSource, folderSource, type SourceFile } from './source.ts'
import { commitOf, diffTrees, emptyTree, workingTree } from './tree.ts'
import { type Replacement, writeBack } from './write-back.ts'

interface Discarding {
  readonly caseId: string
  readonly against: string
  readonly selection: readonly Selected[]
  readonly signal: AbortSignal
}

/** Takes chosen changes out of the working tree; what was there is in the trash before anything is written. */
export const discardChanges = async (
  options: PatchesOptions,
  { caseId, against, selection, signal }: Discarding,
): Promise<{ trashId: string }> => {
  const { dataDir, newId, now } = options
  const place = await placeOf(options, caseId)
  const root = await realpath(place.path)
  await using beside = await besideWorkspace(options, place.path)
  const base = await commitOf(beside, against, place.baseline)
  const from = base ?? emptyTree
  const sections = await diffTrees(beside, { from, to: await workingTree(beside, signal), signal })
  if (sections === null)
    throw new BenchError('too-large', 'These changes are too large to take back here. Use git in a terminal.')
  const chosen = choose(sections, selection)
  await using scratch = await emptyRepository(options, [await objectsOf(options.git, place.path)])
  const replacements: Replacement[] = []
  for (const one of chosen) replacements.push(...(await replace(scratch, { root, base, one })))
  const paths = replacements.flatMap(({ path, before, after }) => (before && before !== after ? [path] : []))
  const bin = { root, folder: trashFolder(dataDir, place.caseId), now: now(), newId }
  const trashId = await trash(bin, paths)
  await writeBack(
    root,
    replacements.map((one) => ({ ...one, before: null })),
  )
  return { trashId }
}

const replace = async (
  scratch: Scratch,
  { root, base, one }: { root: string; base: string | null; one: Chosen },
): Promise<Replacement[]> => {
  const { section, hunks } = one
  const read = folderSource(root)
  const path = textOf(pathOf(section))
  const before = await read(path)
  const whole = hunks.length === section.hunks.length
  if (!whole && before) return [{ path, before, after: await withoutHunks(scratch, { path, before, one }) }]
  const paths = [...new Set([section.oldPath, section.newPath])].flatMap((name) =>
    name === null ? [] : [textOf(name)],
  )
  return Promise.all(
    paths.map(async (name) => ({
      path: name,
      before: await read(name),
      after: base === null || isNew(section, name) ? null : await commitSource(scratch, base)(name),
    })),
  )
}

const isNew = ({ oldPath, copy }: Section, name: string) =>
  copy || oldPath === null || textOf(oldPath) !== name

const withoutHunks = async (
  scratch: Scratch,
  { path, before, one }: { path: string; before: SourceFile; one: Chosen },
): Promise<SourceFile> => {
  await putFiles(scratch, new Map([[path, before]]))
  const { section, hunks } = one
  const plain: Section = {
    ...section,
    oldPath: section.newPath,
    rename: false,
    index: null,
    oldMode: null,
    newMode: null,
  }
  const { exitCode } = await scratch.run({
    args: ['apply', '--cached', '-R', '--whitespace=nowarn', '--unidiff-zero', '-'],
    input: Buffer.from(reversible(plain, hunks), 'latin1'),
    exitCodes: [0, 1],
  })
  const entry = (await readIndex(scratch)).get(path)?.get(0)
  if (exitCode !== 0 || !entry)
    throw new BenchError('changed', `${path} has changed since it was shown, so nothing was taken back.`, {
      path,
    })
  return { bytes: await readBlobOf(scratch, entry), mode: before.mode }
}

/** Hunks as they stand on the new side, whatever else of the file was left out. */
const reversible = (section: Section, hunks: Chosen['hunks']): string => {
  let shift = 0
  const moved = hunks.map((hunk) => {
    const oldStart = hunk.newStart - shift + (hunk.newLines === 0 ? 1 : 0) - (hunk.oldLines === 0 ? 1 : 0)
    shift += hunk.newLines - hunk.oldLines
    return { ...hunk, oldStart }
  })
  return renderSection(section, moved)
}
