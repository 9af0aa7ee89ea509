import { BenchError } from '../../shared/contract/error.ts'
import type { Section } from './diff/section.ts'
import { textOf } from './diff/unquote.ts'

/** Bytes of a patch, and files in it, that are read; a larger one is no work for a person to read either. */
export const patchBytesAtMost = 32 * 1024 * 1024
const filesAtMost = 5000

const refused = (path: string, why: string) =>
  new BenchError(
    'refused',
    `The patch was refused and nothing was changed: ${JSON.stringify(path.slice(0, 200))} ${why}.`,
    { path },
  )

/** What file systems take for `.git`: other letters, dots and spaces behind, NTFS short names and streams, what HFS+ skips. */
const isGit = (part: string): boolean =>
  /^(\.git|git~\d+)$/i.test(
    part
      .replace(/[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g, '')
      .replace(/:.*$/s, '')
      .replace(/[. ]+$/, ''),
  )

/** Refuses a path that could lead anywhere but to a file below the folder. Throws `refused` with the path. */
const guardPath = (path: string): void => {
  if (path === '' || path.length > 4096) throw refused(path, 'is no path of a file')
  if (path.startsWith('/') || path.includes('\\') || /^[a-z]:/i.test(path))
    throw refused(path, 'is no path inside of a folder')
  if (/[\p{Cc}\ufffd]/u.test(path)) throw refused(path, 'holds characters that no name of a file should')
  for (const part of path.split('/')) {
    if (part === '..' || part === '.' || part === '') throw refused(path, 'leads out of the folder')
    if (isGit(part)) throw refused(path, "reaches into git's own files")
  }
}

/**
 * Looks at everything that a patch would touch before any of it is used. Throws `refused` with the path, or `unreadable`
 * where there is no change in it at all.
 */
export const guardSections = (sections: readonly Section[]): void => {
  if (sections.length === 0)
    throw new BenchError('unreadable', 'This is no patch: there is no change in it. Nothing was changed.')
  if (sections.length > filesAtMost)
    throw new BenchError(
      'too-large',
      `This patch changes more than ${filesAtMost} files. Nothing was changed.`,
    )
  sections.forEach(guardSection)
}

const guardSection = ({ oldPath, newPath, oldMode, newMode }: Section): void => {
  for (const path of [oldPath, newPath]) if (path !== null) guardPath(textOf(path))
  const path = textOf(newPath ?? oldPath ?? '')
  for (const mode of [oldMode, newMode]) {
    if (mode === '120000') throw refused(path, 'is a link, which could lead out of the folder')
    if (mode === '160000') throw refused(path, 'is a repository inside of the repository')
    if (mode !== null && !/^100(644|755)$/.test(mode)) throw refused(path, 'is no plain file')
  }
}
