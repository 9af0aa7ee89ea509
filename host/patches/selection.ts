import { BenchError } from '../../shared/contract/error.ts'
import { renderSection } from './diff/render.ts'
import { pathOf, type RawHunk, type Section } from './diff/section.ts'
import { hunkId } from './diff/show.ts'
import { textOf } from './diff/unquote.ts'

/** A file, whole or by some of its hunks. */
export interface Selected {
  readonly path: string
  readonly hunks: readonly string[] | null
}

/** A section with those of its hunks that were chosen. */
export interface Chosen {
  readonly section: Section
  readonly hunks: readonly RawHunk[]
}

/**
 * The sections that a person chose; all where none is named. Throws `changed` where what was chosen is not there (any
 * more), since it would then be something else that is taken.
 */
export const choose = (sections: readonly Section[], selection: readonly Selected[]): Chosen[] => {
  if (selection.length === 0) return sections.map((section) => ({ section, hunks: section.hunks }))
  const known = new Map(sections.map((section) => [textOf(pathOf(section)), section]))
  return selection.map(({ path, hunks }) => {
    const section = known.get(path)
    if (!section) throw changed(path)
    if (hunks === null) return { section, hunks: section.hunks }
    const wanted = new Set(hunks)
    const chosen = section.hunks.filter((hunk) => wanted.has(hunkId(pathOf(section), hunk)))
    if (chosen.length !== wanted.size || chosen.length === 0) throw changed(path)
    return { section, hunks: chosen }
  })
}

const changed = (path: string) =>
  new BenchError(
    'changed',
    `${path} has changed since it was shown, so nothing was done. Look at the changes and choose again.`,
    { path },
  )

/** What was chosen as a diff that git reads; bytes. */
export const renderChosen = (chosen: readonly Chosen[]): Buffer =>
  Buffer.from(chosen.map(({ section, hunks }) => renderSection(section, hunks)).join(''), 'latin1')
