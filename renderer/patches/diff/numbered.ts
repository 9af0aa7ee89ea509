import type { Hunk } from '../../../shared/contract/patches.ts'

export interface NumberedLine {
  kind: 'same' | 'added' | 'removed' | 'remark'
  /** Its number on each side; null where it is not there. */
  old: number | null
  fresh: number | null
  /** With its sign, without its line's end. */
  text: string
  key: string
}

/** The lines of a hunk with their numbers on both sides. */
export const numbered = ({ oldStart, newStart, lines }: Hunk): NumberedLine[] => {
  let old = oldStart
  let fresh = newStart
  return lines.map((line, at): NumberedLine => {
    const text = line.replace(/\r$/, '')
    const key = String(at)
    if (line.startsWith('+')) return { kind: 'added', old: null, fresh: fresh++, text, key }
    if (line.startsWith('-')) return { kind: 'removed', old: old++, fresh: null, text, key }
    if (line.startsWith('\\')) return { kind: 'remark', old: null, fresh: null, text, key }
    return { kind: 'same', old: old++, fresh: fresh++, text, key }
  })
}
