import { GitFailure } from '../failure.ts'
import type { GitAnswer, GitCall } from '../git.ts'
import { needsBinary, type Said, said } from './call.ts'
import { commitTree, firstCommit, log } from './commits.ts'
import { diffIndex, diffTree, diffWork, lsTree } from './compare.ts'
import { fastImport } from './fast-import.ts'
import { readObject } from './objects.ts'
import { openRepository, type Repository } from './repository.ts'
import { revParse, updateRef } from './revisions.ts'
import { addAll, readTree, unmerged, updateIndex, writeIndexTree } from './staging.ts'
import { status } from './status.ts'

type Command = (repository: Repository) => Promise<Said>

/** Settings of the repository's own: there are none of whom a commit is by. */
const config: Command = async ({ call, library, at }) => {
  const [, get, path = ''] = call.args
  if (get !== '--get') throw needsBinary()
  const value: unknown = await library.getConfig({ ...at, path })
  return value === undefined ? said('', 1) : said(`${value}\n`)
}

const catFile: Command = async (repository) => {
  const [, type, oid = ''] = repository.call.args
  if (type !== 'blob') throw needsBinary()
  return said((await readObject(repository, oid)).bytes)
}

const commands: Readonly<Record<string, Command>> = {
  add: addAll,
  'cat-file': catFile,
  commit: firstCommit,
  'commit-tree': commitTree,
  config,
  diff: diffWork,
  'diff-index': diffIndex,
  'diff-tree': diffTree,
  'fast-import': fastImport,
  log,
  'ls-files': unmerged,
  'ls-tree': lsTree,
  'read-tree': readTree,
  'rev-parse': revParse,
  status,
  'update-index': updateIndex,
  'update-ref': updateRef,
  'write-tree': writeIndexTree,
}

/**
 * Answers a call as git would where there is no git: what opening a workspace, unpacking into it and showing what
 * changed need, in the very repository that git reads later. Throws `no-git` for anything else, before it did anything.
 */
export const withoutBinary = async (call: GitCall): Promise<GitAnswer> => {
  const { stdout, exitCode } = await answer(call)
  if (!(call.exitCodes ?? [0]).includes(exitCode)) throw new GitFailure(call.args, exitCode, '')
  return { stdout, exitCode, stderr: '' }
}

const answer = async (call: GitCall): Promise<Said> => {
  const [name = ''] = call.args
  if (name === 'init') return init(call)
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) throw needsBinary()
  return command(await openRepository(call))
}

const init = async ({ folder, args }: GitCall): Promise<Said> => {
  if (args.length !== 2 || args[1] !== '-q') throw needsBinary()
  const { default: library } = await import('isomorphic-git')
  const fs = await import('node:fs')
  await library.init({ fs, dir: folder, defaultBranch: 'main' })
  // The library notes what holds for Windows wherever it is.
  if (process.platform === 'win32') return said()
  const at = { fs, dir: folder }
  await library.setConfig({ ...at, path: 'core.filemode', value: true })
  await library.setConfig({ ...at, path: 'core.symlinks', value: true })
  await library.setConfig({ ...at, path: 'core.ignorecase', value: process.platform === 'darwin' })
  return said()
}
