import { GitFailure } from '../failure.ts'
import { type Said, said } from './call.ts'
import { writeCommit } from './commits.ts'
import { writeBlob, writeObject } from './objects.ts'
import type { Repository } from './repository.ts'
import { pointRef } from './revisions.ts'
import { filesOf, type Leaf, writeTree } from './tree.ts'

/** Up to this size a file is held whole. */
const heldBytes = 4 * 1024 * 1024
const lineAtMost = 64 * 1024

/** One commit as git-fast-import(1) takes it, in the form the bench writes; nothing is named before `done`. */
export const fastImport = async (repository: Repository): Promise<Said> => {
  const input = reader(repository)
  const commit = { ref: '', committer: '', parent: '', message: Buffer.alloc(0) }
  const leaves: [path: string, leaf: Leaf][] = []
  for (;;) {
    repository.call.signal?.throwIfAborted()
    const line = await input.line()
    const [command = '', ...rest] = line.split(' ')
    const value = rest.join(' ')
    if (command === 'done') break
    if (command === 'commit') commit.ref = value
    else if (command === 'committer') commit.committer = Buffer.from(value, 'latin1').toString('utf8')
    else if (command === 'data') commit.message = await input.bytes(Number(value))
    else if (command === 'from') commit.parent = value
    else if (command === 'M') leaves.push(await readFile(repository, input, value))
    else if (command !== '' && command !== 'feature') throw corrupt(repository)
  }
  const before = await filesOf(repository, commit.parent)
  const tree = await writeTree(repository, [...before, ...leaves])
  const { ref, committer, parent, message } = commit
  const parents = [parent]
  const oid = await writeCommit(repository, { tree, parents, author: committer, committer, message })
  await pointRef(repository, { ref, oid })
  return said()
}

const corrupt = ({ call }: Repository) =>
  new GitFailure(call.args, 128, 'its input ended early or is no commit')

const readFile = async (
  repository: Repository,
  input: Reader,
  value: string,
): Promise<[path: string, leaf: Leaf]> => {
  const [, mode = '', quoted = ''] = /^(\d+) inline "(.*)"$/.exec(value) ?? []
  const size = Number(/^data (\d+)$/.exec(await input.line())?.[1])
  if (mode === '' || !Number.isSafeInteger(size)) throw corrupt(repository)
  const oid =
    size <= heldBytes
      ? await writeObject(repository, 'blob', await input.bytes(size))
      : await writeBlob(repository, size, input.pieces(size))
  const path = quoted.replace(/\\(.)/g, (_, code: string) => (code === 'n' ? '\n' : code))
  return [path, { mode: Number.parseInt(mode, 8), oid }]
}

type Reader = ReturnType<typeof reader>

/** Lines and counted bytes of what a call is given. */
const reader = (repository: Repository) => {
  const { input } = repository.call
  const source =
    input === undefined || typeof input === 'string' || input instanceof Uint8Array ? [input ?? ''] : input
  const chunks = each(source)
  let rest = Buffer.alloc(0)
  const more = async () => {
    repository.call.signal?.throwIfAborted()
    const { done, value } = await chunks.next()
    if (done) throw corrupt(repository)
    return value
  }
  async function* pieces(size: number): AsyncGenerator<Buffer> {
    for (let left = size; left > 0; ) {
      if (rest.length === 0) rest = await more()
      const piece = rest.subarray(0, left)
      rest = rest.subarray(piece.length)
      left -= piece.length
      yield piece
    }
  }
  return {
    pieces,
    async bytes(size: number): Promise<Buffer<ArrayBuffer>> {
      const found: Buffer[] = []
      for await (const piece of pieces(size)) found.push(piece)
      return Buffer.concat(found)
    },
    async line(): Promise<string> {
      let end = rest.indexOf(10)
      for (; end < 0; end = rest.indexOf(10)) {
        if (rest.length > lineAtMost) throw corrupt(repository)
        rest = Buffer.concat([rest, await more()])
      }
      const line = rest.toString('latin1', 0, end)
      rest = rest.subarray(end + 1)
      return line
    },
  }
}

async function* each(source: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>) {
  for await (const chunk of source) yield Buffer.from(chunk as Uint8Array)
}
