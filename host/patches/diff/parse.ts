import { BenchError } from '../../../shared/contract/error.ts'
import { pathsOfHeader, pathsOfPlain } from './paths.ts'
import type { RawHunk, Section } from './section.ts'

const unreadable = (line: number, what: string) =>
  new BenchError('unreadable', `Line ${line + 1} of this patch cannot be read: ${what}. Nothing was changed.`)

type Building = { -readonly [K in keyof Section]: Section[K] } & { header: string; hunks: RawHunk[] }

const blank = (header: string): Building => ({
  header,
  oldPath: null,
  newPath: null,
  oldMode: null,
  newMode: null,
  index: null,
  rename: false,
  copy: false,
  binary: null,
  hunks: [],
})

/**
 * Reads a diff as git or `diff -u` print it; `text` holds one character a byte, and whatever stands between the files is
 * passed over, as git does. Throws `unreadable` with the line where a hunk is cut short or longer than it says.
 */
export const parseDiff = (text: string): Section[] => {
  const lines = text.split('\n')
  const sections: Section[] = []
  let at = 0
  while (at < lines.length) {
    const line = lines[at] ?? ''
    if (line.startsWith('diff --git ')) {
      const { section, next } = readGit(lines, at)
      sections.push(section)
      at = next
    } else if (line.startsWith('--- ') && startsPlain(lines, at)) {
      const { section, next } = readPlain(lines, at)
      sections.push(section)
      at = next
    } else at += 1
  }
  return sections
}

const startsPlain = (lines: readonly string[], at: number) =>
  (lines[at + 1] ?? '').startsWith('+++ ') && (lines[at + 2] ?? '').startsWith('@@ -')

const readGit = (lines: readonly string[], start: number) => {
  const building = blank(lines[start] ?? '')
  const names: { from?: string; to?: string; before?: string; after?: string } = {}
  let at = start + 1
  for (; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    if (line.startsWith('--- ')) names.before = line.slice(4)
    else if (line.startsWith('+++ ')) names.after = line.slice(4)
    else if (!readExtended(building, names, line)) break
  }
  at = readBody(building, lines, at)
  Object.assign(building, pathsOfHeader(building.header, names, modesOf(building)))
  const { header: _, ...section } = building
  return { section, next: at }
}

const modesOf = ({ oldMode, newMode, index }: Building) => ({
  added: (oldMode === null && newMode !== null) || /^0+$/.test(index?.from ?? 'x'),
  deleted: (newMode === null && oldMode !== null) || /^0+$/.test(index?.to ?? 'x'),
})

/** One line of git's extended header (git-diff(1), "Generating patch text with -p"). */
const readExtended = (building: Building, names: { from?: string; to?: string }, line: string): boolean => {
  const [, key = '', value = ''] =
    /^(old mode|new mode|new file mode|deleted file mode|similarity index|dissimilarity index|index|rename from|rename to|copy from|copy to) (.*?)\r?$/.exec(
      line,
    ) ?? []
  if (key === 'old mode' || key === 'deleted file mode') building.oldMode = value
  else if (key === 'new mode' || key === 'new file mode') building.newMode = value
  else if (key === 'index') {
    const [, from, to, mode] = /^([0-9a-f]{4,64})\.\.([0-9a-f]{4,64})(?: (\d{6}))?$/.exec(value) ?? []
    if (from && to) building.index = { from, to }
    if (mode) {
      building.oldMode ??= mode
      building.newMode ??= mode
    }
  } else if (key.endsWith(' from')) names.from = value
  else if (key.endsWith(' to')) {
    names.to = value
    building.rename = key.startsWith('rename')
    building.copy = key.startsWith('copy')
  } else return key !== ''
  return true
}

const readPlain = (lines: readonly string[], start: number) => {
  const building = blank('')
  const paths = pathsOfPlain((lines[start] ?? '').slice(4), (lines[start + 1] ?? '').slice(4))
  const next = readBody(building, lines, start + 2)
  const { header: _, ...section } = building
  return { section: { ...section, ...paths }, next }
}

const readBody = (building: Building, lines: readonly string[], start: number): number => {
  let at = start
  if (/^GIT binary patch\r?$/.test(lines[at] ?? '')) {
    const from = at
    while (at < lines.length && !(lines[at] ?? '').startsWith('diff --git ') && lines[at] !== '-- ') at += 1
    building.binary = lines.slice(from, at)
    return at
  }
  if (/^Binary files .* differ\r?$/.test(lines[at] ?? '')) {
    building.binary = []
    return at + 1
  }
  while ((lines[at] ?? '').startsWith('@@ -')) {
    const { hunk, next } = readHunk(lines, at)
    building.hunks.push(hunk)
    at = next
  }
  return at
}

const readHunk = (lines: readonly string[], start: number): { hunk: RawHunk; next: number } => {
  const [, oldStart, oldCount = '1', newStart, newCount = '1', heading = ''] =
    /^@@ -(\d{1,10})(?:,(\d{1,10}))? \+(\d{1,10})(?:,(\d{1,10}))? @@(.*?)\r?$/s.exec(lines[start] ?? '') ?? []
  if (oldStart === undefined || newStart === undefined) throw unreadable(start, 'it is no start of a hunk')
  const { body, next } = readLines(lines, start + 1, { old: Number(oldCount), fresh: Number(newCount) })
  return {
    hunk: {
      oldStart: Number(oldStart),
      oldLines: Number(oldCount),
      newStart: Number(newStart),
      newLines: Number(newCount),
      heading,
      lines: body,
    },
    next,
  }
}

/** The lines of a hunk that says it has `old` and `fresh` ones. */
const readLines = (lines: readonly string[], start: number, left: { old: number; fresh: number }) => {
  let { old, fresh } = left
  const body: string[] = []
  let at = start
  for (; old > 0 || fresh > 0 || (lines[at] ?? '').startsWith('\\'); at += 1) {
    // Some mailers take the space of an empty line of context away.
    const blank = lines[at] === '\r' || (lines[at] === '' && at < lines.length - 1)
    const line = blank ? ` ${lines[at]}` : lines[at]
    const mark = line?.[0] ?? '?'
    if (mark === ' ' || mark === '-') old -= 1
    if (mark === ' ' || mark === '+') fresh -= 1
    if (line === undefined || old < 0 || fresh < 0 || !' -+\\'.includes(mark))
      throw unreadable(at, 'its hunk does not hold the lines that it says')
    body.push(line)
  }
  return { body, next: at }
}
