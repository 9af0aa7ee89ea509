import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { BenchError } from '../../shared/contract/error.ts'
import type { Workspace } from '../../shared/contract/workspaces.ts'
import { GitFailure } from '../git/failure.ts'
import type { Git } from '../git/git.ts'
import { withoutGit } from '../git/without-binary/call.ts'
import { nulFields } from './nul-fields.ts'

type State = Workspace['state']
type Standing = Pick<Workspace, 'branch' | 'head' | 'state' | 'changed' | 'conflicts' | 'notice' | 'problem'>

/** Files in conflict that are named. */
const conflictsAtMost = 100

/** Files in a git folder that tell what git is in the middle of (wt-status.c, wt_status_get_state). */
const signs: readonly (readonly [file: string, state: State, sentence: string])[] = [
  [
    'rebase-merge',
    'rebasing',
    'A rebase is not finished here. Run "git rebase --continue" or "git rebase --abort".',
  ],
  [
    'rebase-apply',
    'rebasing',
    'A series is half applied here. Run "git am --continue" or "git rebase --abort".',
  ],
  [
    'MERGE_HEAD',
    'merging',
    'A merge is not finished here. Resolve the files and commit, or run "git merge --abort".',
  ],
  [
    'CHERRY_PICK_HEAD',
    'cherry-picking',
    'A cherry-pick is not finished here. Commit, or run "git cherry-pick --abort".',
  ],
  ['REVERT_HEAD', 'reverting', 'A revert is not finished here. Commit, or run "git revert --abort".'],
  ['BISECT_LOG', 'bisecting', 'A bisection is under way here. Run "git bisect reset" when it is done.'],
]

const blank: Standing = {
  branch: null,
  head: null,
  state: 'plain',
  changed: 0,
  conflicts: [],
  notice: '',
  problem: '',
}

/** How a workspace stands, as git sees it. What keeps it from being used is a sentence in `problem`, never an error. */
export const standingOf = async (git: Git, folder: string, signal?: AbortSignal): Promise<Standing> => {
  if (!existsSync(folder))
    return {
      ...blank,
      problem: `The folder ${folder} is gone. Put it back, or open the workspace to make it anew.`,
    }
  if (!existsSync(join(folder, '.git')))
    return {
      ...blank,
      problem: `The folder ${folder} is no git repository any more. Its files are as they were; put its .git folder back, or run "git init" there.`,
    }
  try {
    return await readStanding(git, folder, signal)
  } catch (error) {
    if (!(error instanceof BenchError) || error.code === 'cancelled') throw error
    const problem =
      error instanceof GitFailure
        ? `Git cannot read this repository: ${error.stderr.trim() || error.message} Its files are as they were.`
        : error.message
    return { ...blank, problem }
  }
}

const readStanding = async (git: Git, folder: string, signal?: AbortSignal): Promise<Standing> => {
  const gitFolder = await git.text({ folder, signal, args: ['rev-parse', '--absolute-git-dir'] })
  const found = signs.find(([file]) => existsSync(join(gitFolder, file)))
  const notice = [found?.[2], (await git.isThere()) ? '' : withoutGit].filter(Boolean).join(' ')
  const standing: Standing = { ...blank, conflicts: [], state: found?.[1] ?? 'plain', notice }
  const args = ['status', '--porcelain=v2', '--branch', '-z', '--untracked-files=all', '--no-renames']
  for await (const field of nulFields(
    git.stream({ folder, signal, args: [...args, '--ignore-submodules=all'] }),
  )) {
    if (field.startsWith('# branch.oid ')) standing.head = hashOf(field.slice(13))
    else if (field.startsWith('# branch.head ')) standing.branch = branchOf(field.slice(14))
    else if (!field.startsWith('#')) {
      standing.changed += 1
      if (field.startsWith('u ') && standing.conflicts.length < conflictsAtMost)
        standing.conflicts.push(pathOf(field))
    }
  }
  return standing
}

const hashOf = (text: string) => (/^[0-9a-f]{40,64}$/.test(text) ? text : null)
/** The path of an unmerged entry: all after ten fields (git-status(1), porcelain format version 2). */
const pathOf = (field: string) => field.split(' ').slice(10).join(' ')
const branchOf = (text: string) => (text === '(detached)' ? null : text)
