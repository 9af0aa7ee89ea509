import { BenchError } from '../../shared/contract/error.ts'
import type { Git } from '../git/git.ts'
import { parseDiff } from './diff/parse.ts'
import type { Section } from './diff/section.ts'
import type { Scratch } from './scratch.ts'

/** The tree without any file, which git knows in every repository. */
export const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904'

/** Bytes of a diff that are looked through; above it only files are told, not what changed in them. */
const diffBytesAtMost = 48 * 1024 * 1024

/** The tree of everything in the working folder, untracked files included and ignored ones not. */
export const workingTree = async (scratch: Scratch, signal?: AbortSignal): Promise<string> => {
  // A file that cannot be read is left as it is known; 1 is the answer then.
  await scratch.run({
    args: ['add', '-A', '--ignore-errors', '--', '.'],
    exitCodes: [0, 1, 128],
    settings: [
      ['core.looseCompression', '0'],
      ['advice.addEmbeddedRepo', 'false'],
    ],
    signal,
  })
  return scratch.text({ args: ['write-tree'], signal })
}

/** The commit that a revision names; null for the customer's state where there is none yet. Throws `not-found`. */
export const commitOf = async (
  scratch: Pick<Scratch, 'text'>,
  revision: string,
  baseline: string | null,
): Promise<string | null> => {
  const named = revision === 'baseline' ? (baseline ?? 'HEAD') : revision
  const hash = await scratch.text({
    args: ['rev-parse', '-q', '--verify', '--end-of-options', `${named}^{commit}`],
    exitCodes: [0, 1, 128],
  })
  const known = hash.split('\n').find((line) => /^[0-9a-f]{40,64}$/.test(line))
  if (known) return known
  if (revision === 'baseline' && baseline === null) return null
  throw new BenchError(
    'not-found',
    `There is no revision ${revision} in this workspace. Nothing was changed.`,
  )
}

/** What differs between two trees, renames found; null where it is too much to look through. */
export const diffTrees = async (
  scratch: Scratch,
  { from, to, signal }: { from: string; to: string; signal?: AbortSignal | undefined },
): Promise<Section[] | null> => {
  try {
    const { stdout } = await scratch.run({
      args: [
        'diff-tree',
        '-r',
        '-p',
        '-M',
        '--full-index',
        '--binary',
        '--src-prefix=a/',
        '--dst-prefix=b/',
        from,
        to,
      ],
      outputAtMost: diffBytesAtMost,
      signal,
    })
    return parseDiff(stdout.toString('latin1'))
  } catch (error) {
    if (error instanceof BenchError && error.code === 'too-large') return null
    throw error
  }
}

/** Files that differ between two trees, as bytes, without what changed in them. */
export const changedPaths = async (
  scratch: Scratch,
  { from, to, signal }: { from: string; to: string; signal?: AbortSignal | undefined },
): Promise<{ path: string; status: string }[]> => {
  const { stdout } = await scratch.run({
    args: ['diff-tree', '-r', '--name-status', '-z', '--no-renames', from, to],
    signal,
  })
  const fields = stdout.toString('latin1').split('\0')
  return fields.flatMap((status, at) =>
    at % 2 === 0 && fields[at + 1] !== undefined ? [{ status, path: fields[at + 1] ?? '' }] : [],
  )
}

/** Paths that git holds in more than one version since a merge stopped. */
export const unmergedPaths = async (git: Git, folder: string, signal?: AbortSignal): Promise<Set<string>> => {
  const { stdout } = await git.run({ folder, args: ['ls-files', '-u', '-z'], signal })
  return new Set(
    stdout
      .toString('latin1')
      .split('\0')
      .flatMap((line) => line.split('\t')[1] ?? []),
  )
}
