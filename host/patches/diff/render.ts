import { pathOf, type RawHunk, type Section } from './section.ts'
import { quote } from './unquote.ts'

/**
 * A section as git reads it, with some of its hunks (all unless told). What git is given is always written here, so that
 * the paths it takes are those that were looked at before.
 */
export const renderSection = (section: Section, hunks: readonly RawHunk[] = section.hunks): string => {
  const { oldPath, newPath, index, rename, copy, binary } = section
  const old = quote(`a/${oldPath ?? pathOf(section)}`)
  const fresh = quote(`b/${newPath ?? pathOf(section)}`)
  const lines = [`diff --git ${old} ${fresh}`, ...modeLines(section)]
  if (rename || copy) {
    const word = rename ? 'rename' : 'copy'
    lines.push(`${word} from ${quote(oldPath ?? '')}`, `${word} to ${quote(newPath ?? '')}`)
  }
  if (index) lines.push(indexLine(section, index))
  if (binary) lines.push(...binary)
  else if (hunks.length > 0)
    lines.push(
      `--- ${oldPath === null ? '/dev/null' : old}`,
      `+++ ${newPath === null ? '/dev/null' : fresh}`,
      ...shifted(hunks).flatMap(renderHunk),
    )
  return `${lines.join('\n')}\n`
}

const modeLines = ({ oldPath, newPath, oldMode, newMode }: Section): string[] => {
  if (oldPath === null) return [`new file mode ${newMode ?? '100644'}`]
  if (newPath === null) return [`deleted file mode ${oldMode ?? '100644'}`]
  return oldMode && newMode && oldMode !== newMode ? [`old mode ${oldMode}`, `new mode ${newMode}`] : []
}

const indexLine = ({ oldMode, newMode }: Section, { from, to }: { from: string; to: string }) =>
  `index ${from}..${to}${oldMode !== null && oldMode === newMode ? ` ${oldMode}` : ''}`

/** Hunks where they come to lie when those left out are not there. */
const shifted = (hunks: readonly RawHunk[]): RawHunk[] => {
  let shift = 0
  return hunks.map((hunk) => {
    // A side without lines names the line before it (git-diff(1)).
    const newStart = hunk.oldStart + shift + (hunk.oldLines === 0 ? 1 : 0) - (hunk.newLines === 0 ? 1 : 0)
    shift += hunk.newLines - hunk.oldLines
    return { ...hunk, newStart }
  })
}

const renderHunk = ({ oldStart, oldLines, newStart, newLines, heading, lines }: RawHunk): string[] => [
  `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@${heading}`,
  ...lines,
]
