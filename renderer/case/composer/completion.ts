/** What is being named where the caret stands: a person after `@`, or a case after `CB-`. */
export interface Naming {
  kind: 'person' | 'case'
  /** Where the replacement begins. */
  start: number
  text: string
}

const person = /(?:^|[\s([{])(@[\p{L}\p{N}._'-]{0,40})$/u
const caseRef = /(?:^|[\s([{,;:])(CB-\d{0,9})$/i

/** Longer than any name; what stands before cannot matter. */
const reach = 80

export const namingAt = (text: string, caret: number): Naming | null => {
  const before = text.slice(Math.max(0, caret - reach), caret)
  const who = person.exec(before)?.[1]
  if (who !== undefined) return { kind: 'person', start: caret - who.length, text: who.slice(1) }
  const which = caseRef.exec(before)?.[1]
  return which === undefined ? null : { kind: 'case', start: caret - which.length, text: which.toUpperCase() }
}

/** The text with what is between replaced, and where the caret stands then. */
export const replaceAt = (
  text: string,
  { start, end, by }: { start: number; end: number; by: string },
): { text: string; caret: number } => {
  const space = /^\s/.test(text.slice(end)) ? '' : ' '
  return { text: `${text.slice(0, start)}${by}${space}${text.slice(end)}`, caret: start + by.length + 1 }
}
