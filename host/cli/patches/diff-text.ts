import type { ChangedFile } from '../../../shared/contract/patches.ts'
import { neutral } from '../text/neutral.ts'
import type { Paint } from '../text/style.ts'

/** The files of a patch as a diff for a terminal. */
export const diffText = (files: readonly ChangedFile[], paint: Paint): string =>
  files.map((file) => fileText(file, paint)).join('\n')

const fileText = (
  { path, from, status, binary, insertions, deletions, hunks }: ChangedFile,
  paint: Paint,
) => {
  const name = from === null ? neutral(path) : `${neutral(from)} → ${neutral(path)}`
  const head = `${paint('bold', name)}  ${status}  ${paint('green', `+${insertions}`)} ${paint('red', `-${deletions}`)}`
  if (binary) return `${head}\n  binary`
  if (hunks === null) return `${head}\n  too long to show`
  const lines = hunks.flatMap(({ header, lines: body }) => [
    paint('cyan', neutral(header)),
    ...body.map((line) => paintLine(neutral(line.replace(/\r$/, '')), paint)),
  ])
  return [head, ...lines].join('\n')
}

const paintLine = (line: string, paint: Paint): string =>
  line.startsWith('+') ? paint('green', line) : line.startsWith('-') ? paint('red', line) : line
