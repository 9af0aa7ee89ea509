import { createHash } from 'node:crypto'
import type { ChangedFile, Hunk } from '../../../shared/contract/patches.ts'
import { countLines, pathOf, type RawHunk, type Section } from './section.ts'
import { textOf } from './unquote.ts'

/** Lines of one file, and characters of one line, that a diff shows; more of it is taken or left whole. */
const linesAtMost = 3000
const lineLengthAtMost = 5000

/** The name of a hunk, which stays as long as neither side of it changes. */
export const hunkId = (path: string, { oldStart, oldLines, newStart, newLines, lines }: RawHunk): string =>
  createHash('sha256')
    .update(JSON.stringify([path, oldStart, oldLines, newStart, newLines, lines]))
    .digest('hex')
    .slice(0, 24)

const showHunk = (path: string, hunk: RawHunk): Hunk => ({
  id: hunkId(path, hunk),
  header: `@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@${textOf(hunk.heading)}`,
  oldStart: hunk.oldStart,
  oldLines: hunk.oldLines,
  newStart: hunk.newStart,
  newLines: hunk.newLines,
  lines: hunk.lines.map(textOf),
})

const statusOf = ({ oldPath, newPath, rename }: Section): ChangedFile['status'] =>
  oldPath === null ? 'added' : newPath === null ? 'deleted' : rename ? 'renamed' : 'modified'

/** A section as a person reads it; `left` is how many lines may still be shown, and is taken from. */
export const showSection = (section: Section, left: { lines: number }): ChangedFile => {
  const path = pathOf(section)
  const lines = section.hunks.reduce((sum, hunk) => sum + hunk.lines.length, 0)
  const long = section.hunks.some((hunk) => hunk.lines.some((line) => line.length > lineLengthAtMost))
  const fits = lines <= Math.min(linesAtMost, left.lines) && !long
  if (fits) left.lines -= lines
  return {
    path: textOf(path),
    from: section.rename && section.oldPath !== null ? textOf(section.oldPath) : null,
    status: statusOf(section),
    binary: section.binary !== null,
    ...countLines(section),
    hunks: fits ? section.hunks.map((hunk) => showHunk(path, hunk)) : null,
  }
}
