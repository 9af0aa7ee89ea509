import type { CaseRow } from '../../../shared/contract/cases.ts'

/** Characters kept before the first hit, so that it is seen in a narrow column. */
const lead = 16

/** A passage that begins shortly before its first hit, at a word. */
export const nearHit = ({ text, highlights }: NonNullable<CaseRow['snippet']>) => {
  const first = highlights[0]?.start ?? 0
  const from = first > lead ? text.indexOf(' ', first - lead) + 1 : 0
  if (from === 0 || from > first) return { text, places: highlights }
  const places = highlights.map(({ start, end }) => ({ start: start - from + 1, end: end - from + 1 }))
  return { text: `…${text.slice(from)}`, places }
}
