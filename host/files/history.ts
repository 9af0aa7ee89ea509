import { BenchError } from '../../shared/contract/error.ts'
import type { Git } from '../git/git.ts'
import { decodeText } from './form.ts'
import { editableBytes } from './version.ts'

export interface Commit {
  hash: string
  subject: string
  author: string
  at: number
}

/** Characters of a subject that is shown; a commit may have a megabyte in one line. */
const subjectAtMost = 500

/** The commits of a workspace, newest first; of one path where it is given. None in a repository without a commit. */
export const readLog = async (
  git: Git,
  folder: string,
  { path, limit, signal }: { path?: string | undefined; limit: number; signal: AbortSignal },
): Promise<Commit[]> => {
  if (!(await commitOf(git, folder, 'HEAD', signal))) return []
  const { stdout } = await git.run({
    folder,
    args: [
      'log',
      '-z',
      `--max-count=${limit}`,
      '--format=%H%x1f%ct%x1f%an%x1f%s',
      ...(path === undefined || path === '' ? [] : ['--', path]),
    ],
    signal,
  })
  return stdout
    .toString('utf8')
    .split('\0')
    .filter(Boolean)
    .map((entry) => {
      const [hash = '', at = '0', author = '', ...subject] = entry.trimStart().split('\x1f')
      const seconds = Math.min(Math.max(0, Number(at) || 0), 8_640_000_000_000)
      return {
        hash,
        subject: subject.join(' ').slice(0, subjectAtMost),
        author: author.slice(0, subjectAtMost),
        at: seconds * 1000 > 8_640_000_000_000 ? 0 : seconds * 1000,
      }
    })
}

/** The hash of the commit that a revision names; null where there is none. */
const commitOf = async (
  git: Git,
  folder: string,
  revision: string,
  signal: AbortSignal,
): Promise<string | null> => {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]
  const { stdout, exitCode } = await git.run({ folder, args, signal, exitCodes: [0, 1, 128] })
  return exitCode === 0 ? stdout.toString('utf8').trim() : null
}

/** The text of a path at a revision, null where it was not there. Throws `not-found` for an unknown revision. */
export const readAt = async (
  git: Git,
  folder: string,
  { path, revision, signal }: { path: string; revision: string; signal: AbortSignal },
): Promise<{ text: string | null; encoding: string; binary: boolean }> => {
  const commit = revision.startsWith('-') ? null : await commitOf(git, folder, revision, signal)
  if (!commit)
    throw new BenchError('not-found', `This workspace has no ${revision}. Choose a commit of its history.`)
  const entry = await git.run({ folder, args: ['ls-tree', '-z', '--long', commit, '--', path], signal })
  const [, type, hash = '', size] = /^\d+ (\w+) (\w+) +(\S+)\t/.exec(entry.stdout.toString('utf8')) ?? []
  if (type !== 'blob') return { text: null, encoding: 'utf-8', binary: false }
  if (Number(size) > editableBytes)
    throw new BenchError(
      'too-large',
      `${path} is too large to be compared here. Compare it with git in a terminal.`,
    )
  const { stdout } = await git.run({ folder, args: ['cat-file', 'blob', hash], signal })
  const decoded = decodeText(stdout)
  if (!decoded) return { text: null, encoding: 'binary', binary: true }
  return { text: decoded.text, encoding: decoded.form.encoding, binary: false }
}
