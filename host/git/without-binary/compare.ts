import { bytesOf, needsBinary, plainArguments, type Said, said } from './call.ts'
import { readIndex } from './index-file.ts'
import { readObject } from './objects.ts'
import { patchOf } from './patch-text.ts'
import type { Repository } from './repository.ts'
import { needCommit, resolve } from './revisions.ts'
import { type Files, filesOf, type Leaf } from './tree.ts'
import { walkWorkTree } from './work-tree.ts'

export interface Difference {
  readonly path: string
  readonly from: Leaf | null
  readonly to: Leaf | null
}

const kindOf = ({ mode }: Leaf) => mode & 0o170000

export const statusOf = ({ from, to }: Difference): 'A' | 'D' | 'M' | 'T' => {
  if (!from) return 'A'
  if (!to) return 'D'
  return kindOf(from) === kindOf(to) ? 'M' : 'T'
}

/** What differs, by path. */
export const compare = (from: ReadonlyMap<string, Leaf>, to: ReadonlyMap<string, Leaf>): Difference[] => {
  const found: Difference[] = []
  for (const [path, old] of from) {
    const now = to.get(path) ?? null
    if (now?.oid !== old.oid || now.mode !== old.mode) found.push({ path, from: old, to: now })
  }
  for (const [path, now] of to) if (!from.has(path)) found.push({ path, from: null, to: now })
  return found.sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** git-diff-tree(1) of two trees. */
export const diffTree = async (repository: Repository): Promise<Said> => {
  const known = ['-r', '-z', '-p', '-M', '--raw', '--no-abbrev', '--name-only', '--name-status', '--binary']
  const more = ['--no-renames', '--diff-filter=MDT', '--full-index', '--src-prefix=a/', '--dst-prefix=b/']
  const [from = '', to = ''] = plainArguments(repository.call, [...known, ...more])
  return show(repository, compare(await sideOf(repository, from), await sideOf(repository, to)))
}

const sideOf = async (repository: Repository, name: string): Promise<Files> =>
  filesOf(repository, (await resolve(repository, name)) ?? name)

const flags = ['--name-only', '-z', '--no-renames', '--cached', '--']

/** git-diff(1) of a commit and the files of the index as they are on the disk. */
export const diffWork = async (repository: Repository): Promise<Said> => {
  const [from = ''] = plainArguments(repository.call, flags)
  const before = await filesOf(repository, await needCommit(repository, from))
  const { files } = await walkWorkTree(repository, await readIndex(repository), { whole: true })
  return show(repository, compare(before, files))
}

/** git-diff-index(1) of a commit and the index. */
export const diffIndex = async (repository: Repository): Promise<Said> => {
  if (!repository.call.args.includes('--cached')) throw needsBinary()
  const [from = ''] = plainArguments(repository.call, flags)
  const { files } = await readIndex(repository)
  return show(repository, compare(await filesOf(repository, await needCommit(repository, from)), files))
}

const none: Leaf = { mode: 0, oid: '0'.repeat(40) }
const six = (mode: number) => mode.toString(8).padStart(6, '0')

const show = async (repository: Repository, all: readonly Difference[]): Promise<Said> => {
  const { args } = repository.call
  const found = args.includes('--diff-filter=MDT') ? all.filter((one) => statusOf(one) !== 'A') : all
  if (args.includes('-p')) return said(await patchOf(repository, found))
  const raw = (one: Difference) => {
    const { path, from, to } = one
    if (args.includes('--name-only')) return `${path}\0`
    const status = statusOf(one)
    if (args.includes('--name-status')) return `${status}\0${path}\0`
    const [old, now] = [from ?? none, to ?? none]
    return `:${six(old.mode)} ${six(now.mode)} ${old.oid} ${now.oid} ${status}\0${path}\0`
  }
  return said(Buffer.from(found.map(raw).join(''), 'latin1'))
}

/** git-ls-tree(1) of one path. */
export const lsTree = async (repository: Repository): Promise<Said> => {
  const { call } = repository
  const [revision = '', ...paths] = plainArguments(call, ['-z', '--long', '--'])
  if (!call.args.includes('--long') || paths.length !== 1) throw needsBinary()
  const path = bytesOf(paths[0] ?? '')
  const leaf = (await sideOf(repository, revision)).get(path)
  if (!leaf || kindOf(leaf) === 0o160000) return said()
  const { bytes } = await readObject(repository, leaf.oid)
  return said(Buffer.from(`${six(leaf.mode)} blob ${leaf.oid} ${bytes.length}\t${path}\0`, 'latin1'))
}
