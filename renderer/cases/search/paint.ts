import type { Query, Span } from '../../../shared/domain/query/ast.ts'
import { parseQuery } from '../../../shared/domain/query/parse.ts'

export type Ink = 'filter' | 'refusal' | 'phrase' | 'operator' | 'plain'

/** A stretch of a search in one colour. */
export interface Stroke extends Span {
  ink: Ink
  wrong: boolean
}

interface Patch extends Span {
  ink: Ink
}

const patchesOf = (query: Query, text: string, refused: boolean): Patch[] => {
  switch (query.kind) {
    case 'filter':
      return [{ ...query, ink: refused ? 'refusal' : 'filter' }]
    case 'text': {
      if (refused) return [{ ...query, ink: 'refusal' }]
      return /^["“”„]/.test(text.slice(query.start)) ? [{ ...query, ink: 'phrase' }] : []
    }
    case 'not':
      return [
        { start: query.start, end: query.start + 1, ink: 'refusal' },
        ...patchesOf(query.item, text, !refused),
      ]
    case 'and':
    case 'or':
      return query.items.flatMap((item) => patchesOf(item, text, refused))
  }
}

const operator = /(?<![^\s()])(?:OR|AND)(?![^\s()])/gu

const operators = (text: string, taken: readonly Patch[]): Patch[] =>
  [...text.matchAll(operator)]
    .map(({ index, 0: { length } }) => ({ start: index, end: index + length, ink: 'operator' as const }))
    .filter(({ start }) => !taken.some((patch) => start >= patch.start && start < patch.end))

/**
 * A search in the colours of its parts, without gaps, and why it cannot be read if it cannot. While one is `typing`,
 * what may become right is not wrong yet.
 */
export const paint = (
  text: string,
  typing = true,
): { strokes: Stroke[]; error: ({ message: string } & Span) | null } => {
  const parsed = parseQuery(text, { typing })
  const error = parsed.ok ? null : parsed.error
  const readable = parsed.ok ? parsed : parseQuery(text.slice(0, parsed.error.start), { typing: true })
  const terms = readable.ok ? patchesOf(readable.query, text, false) : []
  const patches = [...terms, ...operators(text, terms)].sort((one, other) => one.start - other.start)
  const cuts = new Set([0, text.length, ...patches.flatMap(({ start, end }) => [start, end])])
  if (error) for (const cut of [error.start, error.end]) cuts.add(cut)
  const places = [...cuts].sort((one, other) => one - other)
  const strokes = places.slice(1).map((end, at): Stroke => {
    const start = places[at] ?? 0
    const patch = patches.find((one) => one.start <= start && one.end >= end)
    const wrong = error !== null && start >= error.start && end <= error.end
    return { start, end, ink: patch?.ink ?? 'plain', wrong }
  })
  return { strokes, error }
}
