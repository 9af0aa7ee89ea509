import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BenchError } from '../../shared/contract/error.ts'
import type { Workspace } from '../../shared/contract/workspaces.ts'
import { caseDetail } from '../cases/detail.ts'
import type { Database } from '../database/threads.ts'
import { me } from '../desk/people.ts'
import { GitFailure } from '../git/failure.ts'
import type { Git, GitOptions } from '../git/git.ts'
import { identityOf } from '../git/identity.ts'
import { chosenFolder, defaultFolder, inspectFolder } from './choose-folder.ts'
import { workspaceFolder } from './folder.ts'
import { keepWorkspace } from './rows.ts'
import { standingOf } from './state.ts'

export interface WorkspaceOptions {
  readonly database: Database
  readonly dataDir: string
  readonly git: Git
  /** What made `git`, for threads that need one of their own. */
  readonly gitOptions?: GitOptions
}

/** The workspace of a case as it stands; null where there is none. */
export const readWorkspace = async (
  { database, git }: WorkspaceOptions,
  caseId: string,
  signal?: AbortSignal,
): Promise<Workspace | null> => {
  const row = await database.read(workspaceFolder, { caseId })
  return row && { caseId, ...row, ...(await standingOf(git, row.path, signal)) }
}

/**
 * The workspace of a case; made, as a git repository with one empty commit, where there is none. A folder of the bench's
 * own that is gone is made anew; one that somebody chose may be on a disk that is away, and is asked for again.
 */
export const openWorkspace = async (
  options: WorkspaceOptions,
  { caseId, path }: { caseId: string; path?: string | undefined },
): Promise<Workspace> => {
  const { database, dataDir } = options
  const { case: found } = await database.read(caseDetail, { key: caseId })
  const chosen = path === undefined ? undefined : chosenFolder(dataDir, path)
  const known = await database.read(workspaceFolder, { caseId: found.id })
  const own = defaultFolder(dataDir, found)
  if (known && existsSync(known.path)) {
    if (chosen !== undefined && chosen !== known.path)
      throw new BenchError(
        'exists',
        `${found.ref} has a workspace in ${known.path} already. Move that folder away before you choose another.`,
      )
  } else {
    if (known && known.path !== own && chosen === undefined)
      throw new BenchError(
        'vanished',
        `The workspace folder ${known.path} is gone. Put it back, or open the workspace again with a folder you name.`,
      )
    const folder = chosen ?? own
    await makeRepository(options, folder)
    await database.write(keepWorkspace, { caseId: found.id, path: folder })
  }
  const made = await readWorkspace(options, found.id)
  if (!made) throw new BenchError('not-found', `${found.ref} is not here (any more).`)
  return made
}

/** Attributes of a workspace of ours: bytes stay as they are, whatever a customer's `.gitattributes` asks for. */
const attributes = '* -text !eol !ident !filter !working-tree-encoding\n'

/** Makes a folder a repository with a first commit; goes on where a crash cut an earlier try off. */
const makeRepository = async ({ git, database }: WorkspaceOptions, folder: string) => {
  const was = inspectFolder(folder)
  if (was !== 'repository') {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await git.run({ folder, args: ['init', '-q'], repository: false })
    await mkdir(join(folder, '.git', 'info'), { recursive: true })
    await writeFile(join(folder, '.git', 'info', 'attributes'), attributes)
  }
  try {
    const head = ['rev-parse', '-q', '--verify', 'HEAD^{commit}']
    if (await git.text({ folder, args: head, exitCodes: [0, 1] })) return
  } catch (error) {
    if (!(error instanceof GitFailure)) throw error
    throw new BenchError('refused', `Git cannot read the repository in ${folder}: ${error.stderr.trim()}`)
  }
  const person = await database.read(me, {})
  const env = await identityOf(git, folder, person)
  await git.run({
    folder,
    env,
    args: ['commit', '-q', '--allow-empty', '--only', '-m', 'Open the workspace'],
  })
}
