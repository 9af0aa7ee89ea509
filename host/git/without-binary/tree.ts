import { type ObjectType, readObject, writeObject } from './objects.ts'
import type { Repository } from './repository.ts'

export interface Leaf {
  /** As git writes it: 100644, 100755, 120000, 160000. */
  readonly mode: number
  readonly oid: string
}

/** Files by path, one character a byte. */
export type Files = Map<string, Leaf>

/** A folder in a folder in a folder: deeper than any path the system takes. */
const deepest = 2048
const folderMode = 0o040000

/** Every file of a tree, or of the tree of a commit; a missing one has none. */
export const filesOf = async (repository: Repository, oid: string | null): Promise<Files> => {
  const files: Files = new Map()
  if (oid !== null)
    await read(repository, { oid: await treeOf(repository, oid), before: '', files, depth: 0 })
  return files
}

/** The tree that a commit or a tag leads to. */
const treeOf = async (repository: Repository, oid: string): Promise<string> => {
  if (oid === emptyTree) return oid
  const { type, bytes } = await readObject(repository, oid)
  const inner = pointer[type]?.exec(bytes.toString('latin1', 0, 200))?.[1]
  return inner === undefined ? oid : treeOf(repository, inner)
}

const pointer: Partial<Record<ObjectType, RegExp>> = {
  commit: /^tree ([0-9a-f]{40})\n/,
  tag: /^object ([0-9a-f]{40})\n/,
}

const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904'

const read = async (
  repository: Repository,
  { oid, before, files, depth }: { oid: string; before: string; files: Files; depth: number },
): Promise<void> => {
  if (oid === emptyTree || depth > deepest) return
  repository.call.signal?.throwIfAborted()
  const { bytes } = await readObject(repository, oid)
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(32, at)
    const end = bytes.indexOf(0, space)
    if (space < 0 || end < 0) return
    const mode = Number.parseInt(bytes.toString('latin1', at, space), 8)
    const path = before + bytes.toString('latin1', space + 1, end)
    const inner = bytes.toString('hex', end + 1, end + 21)
    at = end + 21
    if (mode === folderMode)
      await read(repository, { oid: inner, before: `${path}/`, files, depth: depth + 1 })
    else files.set(path, { mode: Math.trunc(mode), oid: inner })
  }
}

type Folder = Map<string, Folder | Leaf>

/** Writes the trees of files and gives the hash of the topmost. A path that is in another's way gives way to it. */
export const writeTree = async (
  repository: Pick<Repository, 'objects'>,
  files: Iterable<readonly [path: string, leaf: Leaf]>,
): Promise<string> => {
  const top: Folder = new Map()
  for (const [path, leaf] of files) {
    const parts = path.split('/')
    let folder = top
    for (const part of parts.slice(0, -1)) {
      const found = folder.get(part)
      const inner: Folder = found instanceof Map ? found : new Map()
      if (inner !== found) folder.set(part, inner)
      folder = inner
    }
    folder.set(parts.at(-1) ?? '', leaf)
  }
  return write(repository, top)
}

const write = async (repository: Pick<Repository, 'objects'>, folder: Folder): Promise<string> => {
  // Git sorts a folder as if its name ended in a slash.
  const sorted = [...folder]
    .map(([name, what]) => ({ name, what, key: what instanceof Map ? `${name}/` : name }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
  const pieces: Buffer[] = []
  for (const { name, what } of sorted) {
    const [mode, oid] =
      what instanceof Map ? ['40000', await write(repository, what)] : [what.mode.toString(8), what.oid]
    pieces.push(Buffer.from(`${mode} ${name}\0`, 'latin1'), Buffer.from(oid, 'hex'))
  }
  return writeObject(repository, 'tree', Buffer.concat(pieces))
}
