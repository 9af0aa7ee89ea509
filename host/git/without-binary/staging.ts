import { inputOf, needsBinary, plainArguments, type Said, said } from './call.ts'
import { changeIndex, type Index, indexOf, readIndex, writeIndex } from './index-file.ts'
import type { Repository } from './repository.ts'
import { needCommit } from './revisions.ts'
import { filesOf, type Leaf, writeTree } from './tree.ts'
import { lookAt, walkWorkTree } from './work-tree.ts'

/** git-add(1) of everything, into an index beside the workspace; bytes of files stay where they are. */
export const addAll = async (repository: Repository): Promise<Said> => {
  const { call } = repository
  const paths = plainArguments(call, ['-A', '--ignore-errors', '--'])
  if (call.env?.GIT_OBJECT_DIRECTORY === undefined || paths.join() !== '.') throw needsBinary()
  const before = await readIndex(repository)
  const { files, untracked } = await walkWorkTree(repository, before, { whole: false })
  for (const path of untracked) {
    const found = await lookAt(repository, path, { at: 0 })
    if (found) files.set(path, found)
  }
  for (const [path] of before.unmerged) {
    const found = await lookAt(repository, path, { at: 0 })
    if (found) files.set(path, found)
  }
  await writeIndex(repository, { files, unmerged: [] })
  return said()
}

/** git-write-tree(1) */
export const writeIndexTree = async (repository: Repository): Promise<Said> => {
  if (repository.call.env?.GIT_INDEX_FILE === undefined) throw needsBinary()
  return said(`${await writeTree(repository, (await readIndex(repository)).files)}\n`)
}

/** git-read-tree(1) into an index beside that of the user. */
export const readTree = async (repository: Repository): Promise<Said> => {
  const [revision = ''] = plainArguments(repository.call, [])
  if (repository.call.env?.GIT_INDEX_FILE === undefined) throw needsBinary()
  await writeIndex(repository, indexOf(await filesOf(repository, await needCommit(repository, revision))))
  return said()
}

/** git-update-index(1): `--refresh`, or lines of `--index-info`. */
export const updateIndex = async (repository: Repository): Promise<Said> => {
  const { call } = repository
  plainArguments(call, ['-q', '-z', '--refresh', '--index-info'])
  const index = await readIndex(repository)
  if (call.args.includes('--refresh')) return refresh(repository, index)
  const changes = new Map<string, Leaf | null>()
  for (const line of (await inputOf(call)).toString('latin1').split('\0')) {
    const [, mode = '', oid = '', path] = /^([0-7]+) ([0-9a-f]{40})\t(.+)$/s.exec(line) ?? []
    if (path === undefined) continue
    changes.set(path, Number(mode) === 0 ? null : { mode: Number.parseInt(mode, 8), oid })
  }
  changeIndex(index, changes)
  await writeIndex(repository, index)
  return said()
}

/** Notes the times of files that are as the index has them, so that nobody has to read them again. */
const refresh = async (repository: Repository, index: Index): Promise<Said> => {
  const { files } = await walkWorkTree(repository, index, { whole: true })
  let changed = false
  for (const [path, now] of files) {
    const known = index.files.get(path)
    if (!known || known === now || known.oid !== now.oid || known.mode !== now.mode) continue
    index.files.set(path, { ...known, stats: now.stats })
    changed = true
  }
  if (changed) await writeIndex(repository, index)
  return said()
}

/** git-ls-files(1) of what a merge left in several versions. */
export const unmerged = async (repository: Repository): Promise<Said> => {
  if (!repository.call.args.includes('-u')) throw needsBinary()
  const wanted = plainArguments(repository.call, ['-u', '-z', '--'])
  if (wanted.length > 0) throw needsBinary()
  const lines = (await readIndex(repository)).unmerged.map(
    ([path, { mode, oid, flags }]) => `${mode.toString(8)} ${oid} ${(flags >> 12) & 3}\t${path}\0`,
  )
  return said(Buffer.from(lines.join(''), 'latin1'))
}
