import { quote } from '../../patches/diff/unquote.ts'
import { tooMuchOutput } from '../failure.ts'
import type { Difference } from './compare.ts'
import { hunksOf } from './hunks.ts'
import { readObject } from './objects.ts'
import type { Repository } from './repository.ts'
import type { Leaf } from './tree.ts'
import { readWork } from './work-tree.ts'

/** A side above this is shown as changed, without its lines. */
const textAtMost = 16 * 1024 * 1024
/** As far as git looks for a NUL (xdiff-interface.c, buffer_is_binary). */
const probed = 8000
const gitlink = 0o160000

/** Differences in git's patch format, one character a byte; exact renames are found. Throws `too-large`. */
export const patchOf = async (
  repository: Repository,
  differences: readonly Difference[],
): Promise<Buffer> => {
  const { call } = repository
  const pieces: Buffer[] = []
  let left = call.outputAtMost ?? 64 * 1024 * 1024
  for (const one of pairRenames(differences)) {
    call.signal?.throwIfAborted()
    const piece = Buffer.from(await sectionOf(repository, one), 'latin1')
    left -= piece.length
    if (left < 0) throw tooMuchOutput(call.args)
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

interface Pair extends Difference {
  /** The path it had before. */
  readonly old: string
}

const pairRenames = (differences: readonly Difference[]): Pair[] => {
  const gone = new Map<string, Difference>()
  for (const one of differences) if (one.from && !one.to) gone.set(one.from.oid, one)
  const taken = new Set<Difference>()
  const pairs = differences.map((one): Pair => {
    const source = one.to && !one.from ? gone.get(one.to.oid) : undefined
    if (!source || taken.has(source)) return { ...one, old: one.path }
    taken.add(source)
    return { ...one, from: source.from, old: source.path }
  })
  const isTaken = new Set([...taken].map(({ path }) => path))
  return pairs.filter((one) => one.to || !isTaken.has(one.path))
}

const sectionOf = async (repository: Repository, { path, old, from, to }: Pair): Promise<string> => {
  if (from && to && (from.mode ^ to.mode) & 0o170000)
    return (
      (await sectionOf(repository, { path, old, from, to: null })) +
      (await sectionOf(repository, { path, old, from: null, to }))
    )
  const lines = [`diff --git ${quote(`a/${old}`)} ${quote(`b/${path}`)}`]
  if (!from) lines.push(`new file mode ${to?.mode.toString(8)}`)
  else if (!to) lines.push(`deleted file mode ${from.mode.toString(8)}`)
  else if (from.mode !== to.mode)
    lines.push(`old mode ${from.mode.toString(8)}`, `new mode ${to.mode.toString(8)}`)
  if (old !== path)
    lines.push('similarity index 100%', `rename from ${quote(old)}`, `rename to ${quote(path)}`)
  if (from?.oid === to?.oid) return `${lines.join('\n')}\n`
  const mode = from && to && from.mode === to.mode ? ` ${to.mode.toString(8)}` : ''
  lines.push(`index ${from?.oid ?? none}..${to?.oid ?? none}${mode}`)
  const [before, after] = [await sideOf(repository, old, from), await sideOf(repository, path, to)]
  const names = [from ? quote(`a/${old}`) : '/dev/null', to ? quote(`b/${path}`) : '/dev/null'] as const
  if (before === null || after === null)
    return `${[...lines, `Binary files ${names[0]} and ${names[1]} differ`].join('\n')}\n`
  const hunks = hunksOf(before, after)
  if (hunks.length > 0) lines.push(`--- ${names[0]}`, `+++ ${names[1]}`, ...hunks)
  return `${lines.join('\n')}\n`
}

const none = '0'.repeat(40)

/** The text of a side; null where it is binary or too large. What was not written yet is read from the disk. */
const sideOf = async (repository: Repository, path: string, leaf: Leaf | null): Promise<string | null> => {
  if (!leaf) return ''
  if (leaf.mode === gitlink) return `Subproject commit ${leaf.oid}\n`
  const bytes = await readObject(repository, leaf.oid).then(
    (found) => found.bytes,
    () => readWork(repository, path, textAtMost),
  )
  if (!bytes || bytes.length > textAtMost || bytes.subarray(0, probed).includes(0)) return null
  return bytes.toString('latin1')
}
