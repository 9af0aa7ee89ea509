import { diff3Merge } from 'node-diff3'

/** Lines with their endings, so that nothing of a text is lost. */
const lines = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? []

/** Puts a part that ends without a newline on lines of its own before a marker. */
const whole = (part: readonly string[]): string => {
  const text = part.join('')
  return text === '' || text.endsWith('\n') ? text : `${text}\n`
}

/** Three texts made one (diff3); what both sides changed differently stands between conflict markers. */
export const mergeTexts = ({
  base,
  mine,
  theirs,
}: {
  base: string
  mine: string
  theirs: string
}): { text: string; conflicts: number } => {
  let conflicts = 0
  const parts = diff3Merge(lines(mine), lines(base), lines(theirs), { excludeFalseConflicts: true }).map(
    ({ ok, conflict }) => {
      if (ok) return ok.join('')
      if (!conflict) return ''
      conflicts += 1
      return `<<<<<<< yours\n${whole(conflict.a)}=======\n${whole(conflict.b)}>>>>>>> on disk\n`
    },
  )
  return { text: parts.join(''), conflicts }
}
