import type { ReadableDatabase } from '../../host/database/database.ts'
import { dice } from './desk/random.ts'
import { identifier, vocabulary } from './desk/words.ts'

export interface BenchQuery {
  query: string
  typing: boolean
}

/** Phrases that stand in the desk's texts, as a person quotes them from a log: two words of a description in a row. */
const phrasesOf = (db: ReadableDatabase, count: number): string[] => {
  const chance = dice(5)
  const last = db.value<number>('select max(key) from cases') ?? 0
  return Array.from({ length: count }, () => {
    const text =
      db.value<string>('select description from cases where key = ?', [1 + chance.below(last)]) ?? ''
    const words = text.split(' ').filter((word) => /^[a-z]+$/.test(word))
    const at = chance.below(Math.max(1, words.length - 1))
    return words.slice(at, at + 2).join(' ')
  })
}

/** `count` searches as people make them: prefixes while typing, words, phrases, tokens, filters, and mixes of them. */
export const mixedQueries = (db: ReadableDatabase, count: number): BenchQuery[] => {
  const phrases = phrasesOf(db, count)
  const chance = dice(99)
  const words = vocabulary(30_000)
  const word = () => words[chance.zipf(words.length)] ?? 'pool'
  const filter = () =>
    chance.pick([
      'status:open',
      'status:waiting',
      'severity:<=2',
      'severity:1',
      'kind:defect',
      'component:tomcat',
      'component:kafka',
      `customer:"Customer ${chance.zipf(2000)}"`,
      'owner:me',
      'tag:jdbc',
      '-tag:tls',
      'is:unsolved',
    ])
  const shapes: (() => BenchQuery)[] = [
    () => ({ query: word().slice(0, 2 + chance.below(4)), typing: true }),
    () => ({ query: `${word()} ${word().slice(0, 2 + chance.below(4))}`, typing: true }),
    () => ({ query: word(), typing: false }),
    () => ({ query: `${word()} ${word()}`, typing: false }),
    () => ({ query: `"${phrases.pop()}"`, typing: false }),
    () => ({ query: identifier(chance), typing: false }),
    () => ({ query: `${filter()} ${filter()}`, typing: false }),
    () => ({ query: `${word()} ${filter()}`, typing: false }),
    () => ({ query: `${word()} ${word().slice(0, 3)} ${filter()} ${filter()}`, typing: true }),
    () => ({ query: `updated:<${1 + chance.below(900)}d ${filter()}`, typing: false }),
  ]
  return Array.from({ length: count }, (_, n) => (shapes[n % shapes.length] as () => BenchQuery)())
}
