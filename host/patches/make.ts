import { BenchError } from '../../shared/contract/error.ts'
import type { Patch } from '../../shared/domain/entities.ts'
import { identityOf } from '../git/identity.ts'
import { countLines, pathOf, type Section } from './diff/section.ts'
import { textOf } from './diff/unquote.ts'
import { signedMessage } from './message.ts'
import { type PatchesOptions, personOf, type WorkPlace } from './place.ts'
import { besideWorkspace, type Scratch } from './scratch.ts'
import { choose, renderChosen, type Selected } from './selection.ts'
import { commitOf, diffTrees, emptyTree, workingTree } from './tree.ts'

export interface MadeSeries {
  /** The `git format-patch` series. */
  readonly bytes: Buffer
  readonly base: string
  readonly files: Patch['files']
}

interface Making {
  readonly message: string
  readonly base: string
  readonly selection: readonly Selected[]
  readonly signal?: AbortSignal | undefined
}

const nothing = (base: string) =>
  new BenchError(
    'empty',
    `Nothing differs from ${base === 'baseline' ? "the customer's state" : base}, so there is nothing to make a patch of.`,
  )

/**
 * Makes a series of what the working tree changes on a revision, without touching the working tree, the user's index or
 * the repository. Throws `empty`, `changed`, `not-found`, `too-large`.
 */
export const makeSeries = async (
  options: PatchesOptions,
  place: WorkPlace,
  making: Making,
): Promise<MadeSeries> => {
  await using scratch = await besideWorkspace(options, place.path)
  const { signal } = making
  const base = await commitOf(scratch, making.base, place.baseline)
  const from = base ?? emptyTree
  const working = await workingTree(scratch, signal)
  const sections = await diffTrees(scratch, { from, to: working, signal })
  if (sections === null)
    throw new BenchError('too-large', 'These changes are too large for one patch. Choose fewer files.')
  if (sections.length === 0) throw nothing(making.base)
  const tree = making.selection.length === 0 ? working : await chosenTree(scratch, { from, sections, making })
  const taken = (await diffTrees(scratch, { from, to: tree, signal })) ?? []
  if (taken.length === 0) throw nothing(making.base)
  const commit = await commitTree(options, scratch, { place, tree, base, message: making.message })
  return {
    bytes: await formatPatch(scratch, { base, commit, signal }),
    base: base ?? '',
    files: filesOf(taken),
  }
}

const chosenTree = async (
  scratch: Scratch,
  { from, sections, making }: { from: string; sections: readonly Section[]; making: Making },
): Promise<string> => {
  const chosen = choose(sections, making.selection)
  await scratch.run({ args: ['read-tree', from] })
  // What was rendered from this very tree applies to it; a difference would be a fault of ours.
  await scratch.run({
    args: ['apply', '--cached', '--whitespace=nowarn', '--unidiff-zero', '-'],
    input: renderChosen(chosen),
    signal: making.signal,
  })
  return scratch.text({ args: ['write-tree'] })
}

const commitTree = async (
  options: PatchesOptions,
  scratch: Scratch,
  { place, tree, base, message }: { place: WorkPlace; tree: string; base: string | null; message: string },
): Promise<string> => {
  const identity = await identityOf(options.git, place.path, await personOf(options))
  const signed = signedMessage(message, {
    ref: place.ref,
    name: identity.GIT_AUTHOR_NAME ?? '',
    email: identity.GIT_AUTHOR_EMAIL ?? '',
  })
  return scratch.text({
    args: ['commit-tree', tree, ...(base === null ? [] : ['-p', base]), '-F', '-'],
    input: signed,
    env: identity,
    settings: [['i18n.commitEncoding', 'utf-8']],
  })
}

const formatPatch = async (
  scratch: Scratch,
  { base, commit, signal }: { base: string | null; commit: string; signal?: AbortSignal | undefined },
): Promise<Buffer> => {
  const { stdout } = await scratch.run({
    args: [
      ...['format-patch', '--stdout', '--no-ext-diff', '--no-textconv', '-M', '--full-index', '--binary'],
      ...[
        '--src-prefix=a/',
        '--dst-prefix=b/',
        '--no-signoff',
        '--no-cover-letter',
        '--no-thread',
        '--no-notes',
      ],
      ...['--no-attach', '--no-to', '--no-cc', '--no-add-header', '--no-from', '--encode-email-headers'],
      ...(base === null ? ['--root', commit] : [`--base=${base}`, `${base}..${commit}`]),
    ],
    settings: [
      ['format.outputDirectory', ''],
      ['i18n.logOutputEncoding', 'utf-8'],
    ],
    signal,
  })
  return stdout
}

const filesOf = (sections: readonly Section[]): Patch['files'] =>
  sections.map((section) => ({ path: textOf(pathOf(section)), ...countLines(section) }))
