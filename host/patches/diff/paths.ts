import { unquote } from './unquote.ts'

interface Paths {
  oldPath: string | null
  newPath: string | null
}

const none = '/dev/null'

/** A name of a `---` or `+++` line: unquoted, without the date that `diff -u` adds behind a tab. */
const nameOf = (text: string): string => {
  const plain = text.replace(/\r$/, '')
  return plain.startsWith('"') ? unquote(plain) : plain.replace(/\t.*$/, '').trimEnd()
}

/** The letters that git puts before paths (diff.mnemonicPrefix, git-config(1)). */
const prefixed = /^[abciow]\//

const strip = (path: string): string => (prefixed.test(path) ? path.slice(2) : path)

/** The paths of a file in git's own format: from its rename, its `---` and `+++`, or its first line where it has neither. */
export const pathsOfHeader = (
  header: string,
  names: { from?: string; to?: string; before?: string; after?: string },
  { added, deleted }: { added: boolean; deleted: boolean },
): Paths => {
  if (names.from !== undefined && names.to !== undefined)
    return { oldPath: unquote(names.from), newPath: unquote(names.to) }
  const before = names.before === undefined ? undefined : nameOf(names.before)
  const after = names.after === undefined ? undefined : nameOf(names.after)
  if (before !== undefined && after !== undefined)
    return {
      oldPath: before === none ? null : strip(before),
      newPath: after === none ? null : strip(after),
    }
  const path = sameName(header.slice('diff --git '.length).replace(/\r$/, ''))
  return { oldPath: added ? null : path, newPath: deleted ? null : path }
}

/** The one name of `a/x b/x`, which may hold spaces. */
const sameName = (pair: string): string => {
  const quoted = /^("(?:[^"\\]|\\.)*") /.exec(pair)
  if (quoted) return strip(unquote(quoted[1] ?? ''))
  return strip(pair.slice(0, Math.floor(pair.length / 2)))
}

/** The paths of a plain `diff -u`: the first folder is dropped where the two sides differ in it. */
export const pathsOfPlain = (before: string, after: string): Paths => {
  const [old, fresh] = [nameOf(before), nameOf(after)]
  const drop = (path: string) => path.replace(/^[^/]+\//, '')
  const differ = old !== fresh && old !== none && fresh !== none && drop(old) === drop(fresh)
  const path = (name: string) => (name === none ? null : differ ? drop(name) : strip(name))
  return { oldPath: path(old), newPath: path(fresh) }
}
