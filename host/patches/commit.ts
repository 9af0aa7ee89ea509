import { BenchError } from '../../shared/contract/error.ts'
import { GitFailure } from '../git/failure.ts'
import { identityOf } from '../git/identity.ts'
import { type PatchesOptions, personOf, placeOf } from './place.ts'

interface Committing {
  readonly caseId: string
  readonly message: string
  readonly paths: readonly string[]
  readonly signal: AbortSignal
}

/** Commits paths of the working tree, all when none is named, where it stands. Throws `empty`, `conflict`. */
export const commitPaths = async (
  options: PatchesOptions,
  { caseId, message, paths, signal }: Committing,
): Promise<{ hash: string }> => {
  const { git } = options
  const { path: folder } = await placeOf(options, caseId)
  const wanted = paths.length === 0 ? ['.'] : paths
  const env = await identityOf(git, folder, await personOf(options))
  const unmerged = await git.text({ folder, args: ['ls-files', '-u', '--', ...wanted], signal })
  if (unmerged !== '')
    throw new BenchError(
      'conflict',
      'Some of these files are in the middle of a merge. Resolve them and mark them with "git add" first; nothing was committed.',
    )
  // Of a file that is gone and was never known git says that it matches nothing.
  await git.run({ folder, args: ['add', '-A', '--', ...wanted], signal })
  const staged = await git.run({
    folder,
    args: ['diff', '--cached', '--quiet', '--', ...wanted],
    exitCodes: [0, 1],
    signal,
  })
  if (staged.exitCode === 0)
    throw new BenchError('empty', 'Nothing differs from the last commit, so nothing was committed.')
  const only = paths.length === 0 ? [] : ['--only', '--', ...wanted]
  try {
    await git.run({ folder, args: ['commit', '-q', '-F', '-', ...only], input: message, env, signal })
  } catch (error) {
    if (!(error instanceof GitFailure)) throw error
    throw new BenchError('invalid', `Git did not commit: ${error.stderr.trim()} The files are as they were.`)
  }
  return { hash: await git.text({ folder, args: ['rev-parse', 'HEAD'], signal }) }
}
