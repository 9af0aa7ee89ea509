/** A place in a file, as compilers, stack traces and grep print it. */
export interface FileLink {
  /** UTF-16 units of the line: its start, and behind its end. */
  start: number
  end: number
  path: string
  line: number
  column: number | null
}

/** Longer lines are no output that a person reads for places. */
const longestLine = 4000
const mostLinks = 50

/** `path:12`, `path:12:5`, `path(12,5)` and `File "path", line 12`; a path has an extension or a folder. */
const places = [
  /(?<path>(?:(?<!\w)[A-Za-z]:[\\/](?!\/)|~?\.{0,2}\/)?[\w@+\-.$/\\]*[\w@+\-$]\.[A-Za-z]\w{0,15}|(?:[\w@+\-.$]*\/)+[\w@+\-.$]+)(?::(?<line>\d{1,7})(?::(?<column>\d{1,5}))?|\((?<line2>\d{1,7})(?:,(?<column2>\d{1,5}))?\))/dg,
  /"(?<path>[^"\n]{1,500})", line (?<line>\d{1,7})/dg,
]

/** The places in files that a line of output names. Addresses with a scheme are none. */
export const fileLinks = (text: string): FileLink[] => {
  if (text.length > longestLine) return []
  return places
    .flatMap((pattern) => [...text.matchAll(pattern)])
    .slice(0, mostLinks)
    .flatMap((match) => {
      const { path = '', line, line2, column, column2 } = match.groups ?? {}
      const [start, end] = match.indices?.[0] ?? [0, 0]
      const before = text.slice(0, start)
      if (/\w:\/*$|\/\/$|@$/.test(before) || path.startsWith('//')) return []
      return [{ start, end, path, line: Number(line ?? line2), column: toNumber(column ?? column2) }]
    })
}

const toNumber = (text: string | undefined): number | null => (text === undefined ? null : Number(text))

/**
 * A path of the output as one inside the workspace; null when it lies outside. `folder` is where the program ran, `root`
 * where the workspace lies; both absolute.
 */
export const insideOf = (root: string, folder: string, path: string): string | null => {
  const slashes = (text: string) => text.replaceAll('\\', '/')
  const given = slashes(path)
  const whole = /^(\/|[A-Za-z]:\/)/.test(given) ? given : `${slashes(folder)}/${given}`
  const parts: string[] = []
  for (const part of whole.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  const base = slashes(root).split('/').filter(Boolean)
  const lies = base.every((part, at) => parts[at] === part) && parts.length > base.length
  return lies ? parts.slice(base.length).join('/') : null
}
