const namesIn = (path: string): string[] => path.split('/').toReversed()

/** Names at the end of two paths that are the same. */
const commonEnd = (a: string, b: string): number => {
  const one = namesIn(a)
  const other = namesIn(b)
  const at = one.findIndex((name, index) => name !== other[index])
  return at < 0 ? one.length : at
}

/**
 * The file that plays the part of `path` among others: the same path, else the one whose path ends alike. A customer's
 * `opt/tomcat/conf/server.xml` is our `environment/tomcat/server.xml` where no other file has that name.
 */
export const counterpart = (path: string, files: ReadonlyMap<string, unknown>): string | null => {
  if (files.has(path)) return path
  const name = namesIn(path)[0] ?? ''
  const candidates = [...files.keys()]
    .filter((other) => namesIn(other)[0] === name)
    .map((other) => ({ other, common: commonEnd(path, other) }))
    .toSorted((a, b) => b.common - a.common)
  const [best, second] = candidates
  return best && (!second || second.common < best.common) ? best.other : null
}
