import type { CardSource } from '../../shared/contract/cards.ts'
import { pathOf } from '../app/router.ts'

/** The name under which cards are written. */
const ending = '.casebench-card'

export const cardName = (ref: string): string => `${ref}${ending}`

export const isCard = (name: string): boolean => name.toLowerCase().endsWith(ending)

/** The route of a card's tab; its key says where the card lies. */
export const cardRoute = (source: CardSource): string => {
  // Once more encoded, so that the key has no slashes of its own.
  if ('path' in source) return pathOf('card', 'path', encodeURIComponent(source.path))
  return 'staged' in source
    ? pathOf('card', 'staged', source.staged)
    : pathOf('card', 'attached', source.sha256)
}

/** Where the card of a tab lies; null for a key that no card has. */
export const parseCardKey = (key: string): CardSource | null => {
  const [kind, rest = ''] = key.split(/\/(.*)/s)
  if (kind === 'path' && rest !== '') return { path: decodeURIComponent(rest) }
  if (kind === 'staged' && /^[0-9a-f-]{36}$/.test(rest)) return { staged: rest }
  if (kind === 'attached' && /^[0-9a-f]{64}$/.test(rest)) return { sha256: rest }
  return null
}
