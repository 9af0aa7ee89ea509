import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BenchError } from '../../shared/contract/error.ts'
import { renderSection } from './diff/render.ts'
import { pathOf, type Section } from './diff/section.ts'
import { textOf } from './diff/unquote.ts'
import { hasCrlf, isCrlf, lfSection, toCrlf, toLf } from './endings.ts'
import { guardSections } from './guard.ts'
import { type Entry, mergeStages, putFiles, readBlobOf, readIndex } from './index-files.ts'
import type { Scratch } from './scratch.ts'
import type { Mail } from './series.ts'
import type { ReadSource, SourceFile } from './source.ts'

/** What a series makes of a file that it touches. */
export interface TriedFile {
  readonly path: string
  /** Null where the file is not there afterwards. */
  readonly after: SourceFile | null
  readonly before: SourceFile | null
  /** `merged` has markers; `rejected` found no place and is as it was. */
  readonly conflict: 'none' | 'merged' | 'rejected'
}

/** Files of one patch that are tried one by one when it does not fit as a whole; each costs a start of git. */
const singleAtMost = 400

/**
 * Tries a series on files, 3-way where the repository knows what the patch was made from, in a repository of its own.
 * A file whose lines end in CR LF takes a patch with LF, and keeps its endings. Throws `refused` before anything else
 * where the patch or a file must not be touched.
 */
export const trySeries = async (
  scratch: Scratch,
  { mails, source, signal }: { mails: readonly Mail[]; source: ReadSource; signal?: AbortSignal | undefined },
): Promise<TriedFile[]> => {
  const all = mails.flatMap(({ sections }) => sections)
  guardSections(all)
  const paths = [...new Set(all.flatMap(namesOf))]
  const before = new Map<string, SourceFile>()
  for (const path of paths) {
    signal?.throwIfAborted()
    const file = await source(path)
    if (file) before.set(path, file)
  }
  const patchCrlf = new Set(all.filter(hasCrlf).flatMap(namesOf))
  const keepCrlf = new Set(
    [...before].filter(([path, { bytes }]) => !patchCrlf.has(path) && isCrlf(bytes)).map(([path]) => path),
  )
  const files = [...before].map(([path, file]) => [path, keepCrlf.has(path) ? lfFile(file) : file] as const)
  await putFiles(scratch, new Map(files))
  const rejected = new Set<string>()
  for (const { sections } of mails) {
    const fitting = sections.map((section) => fit(section, before))
    for (const path of await applyOne(scratch, fitting, signal)) rejected.add(path)
  }
  return results(scratch, { paths, before, keepCrlf, rejected })
}

const namesOf = ({ oldPath, newPath }: Section): string[] =>
  [oldPath, newPath].flatMap((path) => (path === null ? [] : [textOf(path)]))

const lfFile = ({ bytes, mode }: SourceFile): SourceFile => ({ bytes: toLf(bytes), mode })

/** A patch with CR LF for a file that has none. */
const fit = (section: Section, before: ReadonlyMap<string, SourceFile>): Section => {
  const file = section.oldPath === null ? undefined : before.get(textOf(section.oldPath))
  return file && hasCrlf(section) && !file.bytes.includes('\r\n') ? lfSection(section) : section
}

const apply = async (
  scratch: Scratch,
  sections: readonly Section[],
  signal?: AbortSignal,
): Promise<boolean> => {
  const { exitCode } = await scratch.run({
    args: ['apply', '--cached', '--3way', '--whitespace=nowarn', '-'],
    input: Buffer.from(sections.map((section) => renderSection(section)).join(''), 'latin1'),
    exitCodes: [0, 1, 128],
    signal,
  })
  return exitCode === 0
}

/** Applies one patch of a series; where it does not fit as a whole, what fits of it. Answers what found no place. */
const applyOne = async (
  scratch: Scratch,
  sections: readonly Section[],
  signal?: AbortSignal,
): Promise<string[]> => {
  const index = join(scratch.folder, '.git', 'index')
  const kept = join(scratch.folder, 'index-before')
  const had = await copyFile(index, kept).then(
    () => true,
    () => false,
  )
  if (await apply(scratch, sections, signal)) return []
  if (had) await copyFile(kept, index)
  else await scratch.run({ args: ['read-tree', '--empty'] })
  const rejected: string[] = []
  for (const [at, section] of sections.entries()) {
    if (at < singleAtMost && (await apply(scratch, [section], signal))) continue
    const stages = (await readIndex(scratch)).get(textOf(pathOf(section)))
    if (!stages || stages.has(0)) rejected.push(textOf(pathOf(section)))
  }
  return rejected
}

interface Tried {
  paths: readonly string[]
  before: ReadonlyMap<string, SourceFile>
  keepCrlf: ReadonlySet<string>
  rejected: ReadonlySet<string>
}

const results = async (
  scratch: Scratch,
  { paths, before, keepCrlf, rejected }: Tried,
): Promise<TriedFile[]> => {
  const index = await readIndex(scratch)
  const tried: TriedFile[] = []
  for (const path of paths) {
    const was = before.get(path) ?? null
    const stages = index.get(path)
    const made = rejected.has(path) && !isOpen(stages) ? null : await madeOf(scratch, stages)
    if (made === null) tried.push({ path, before: was, after: was, conflict: 'rejected' })
    else if (made.after && keepCrlf.has(path))
      tried.push({ path, before: was, ...made, after: { ...made.after, bytes: toCrlf(made.after.bytes) } })
    else tried.push({ path, before: was, ...made })
  }
  return tried
}

type Stages = ReadonlyMap<number, Entry> | undefined

/** Whether a merge left more than one version of a file. */
const isOpen = (stages: Stages): boolean => stages !== undefined && !stages.has(0)

/** What the index holds of a file; null where both sides changed what is no text. */
const madeOf = async (
  scratch: Scratch,
  stages: Stages,
): Promise<Pick<TriedFile, 'after' | 'conflict'> | null> => {
  if (!stages) return { after: null, conflict: 'none' }
  const settled = stages.get(0)
  const mode = (settled ?? stages.get(2))?.mode === '100755' ? '100755' : '100644'
  if (settled) return { after: { bytes: await readBlobOf(scratch, settled), mode }, conflict: 'none' }
  try {
    return { after: { bytes: await mergeStages(scratch, stages), mode }, conflict: 'merged' }
  } catch (error) {
    if (error instanceof BenchError && error.code === 'conflict') return null
    throw error
  }
}
