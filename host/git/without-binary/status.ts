import { plainArguments, type Said, said } from './call.ts'
import { headLines } from './commits.ts'
import { compare, statusOf } from './compare.ts'
import { readIndex } from './index-file.ts'
import type { Repository } from './repository.ts'
import { resolve } from './revisions.ts'
import { filesOf } from './tree.ts'
import { walkWorkTree } from './work-tree.ts'

const flags = [
  '--porcelain=v2',
  '--branch',
  '-z',
  '--untracked-files=all',
  '--untracked-files=normal',
  '--ignored=traditional',
  '--no-renames',
  '--ignore-submodules=all',
]

/** The fields of a record that nobody here reads: modes and hashes (git-status(1), porcelain format version 2). */
const zeros = `N... 000000 000000 000000 ${'0'.repeat(40)} ${'0'.repeat(40)}`

/** git-status(1) */
export const status = async (repository: Repository): Promise<Said> => {
  const { args } = repository.call
  plainArguments(repository.call, flags)
  const index = await readIndex(repository)
  const head = await filesOf(repository, await resolve(repository, 'HEAD'))
  const whole = !args.includes('--untracked-files=all')
  const work = await walkWorkTree(repository, index, { whole })
  const conflicts = new Set(index.unmerged.map(([path]) => path))
  const states = new Map<string, { index: string; tree: string }>()
  for (const one of compare(head, index.files))
    if (!conflicts.has(one.path)) states.set(one.path, { index: statusOf(one), tree: '.' })
  for (const one of compare(index.files, work.files))
    states.set(one.path, { index: states.get(one.path)?.index ?? '.', tree: statusOf(one) })
  const lines = [
    ...(args.includes('--branch') ? await headLines(repository) : []),
    ...[...states].map(([path, one]) => `1 ${one.index}${one.tree} ${zeros} ${path}`),
    ...[...conflicts].map((path) => `u UU N... 000000 000000 000000 000000 ${'0 0 0'} ${path}`),
    ...work.untracked.filter((path) => !conflicts.has(path)).map((path) => `? ${path}`),
    ...(args.includes('--ignored=traditional') ? work.ignored.map((path) => `! ${path}`) : []),
  ]
  return said(Buffer.from(lines.map((line) => `${line}\0`).join(''), 'latin1'))
}
