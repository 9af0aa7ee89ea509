import type { Section } from './diff/section.ts'

/** Whether every line of a text ends in CR LF. */
export const isCrlf = (bytes: Buffer): boolean => {
  let lines = 0
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) {
    if (bytes[at - 1] !== 13) return false
    lines += 1
  }
  return lines > 0
}

export const toLf = (bytes: Buffer): Buffer =>
  Buffer.from(bytes.toString('latin1').replace(/\r\n/g, '\n'), 'latin1')
export const toCrlf = (bytes: Buffer): Buffer =>
  Buffer.from(bytes.toString('latin1').replace(/\r?\n/g, '\r\n'), 'latin1')

/** Whether the lines of a diff end in CR LF, as those of a file with such lines do. */
export const hasCrlf = ({ hunks }: Section): boolean =>
  hunks.some(({ lines }) => lines.some((line) => line.endsWith('\r')))

/** The same change for a file whose lines end in LF. */
export const lfSection = (section: Section): Section => ({
  ...section,
  hunks: section.hunks.map((hunk) => ({ ...hunk, lines: hunk.lines.map((line) => line.replace(/\r$/, '')) })),
})
