import { dice } from './desk/random.ts'
import { identifier, vocabulary } from './desk/words.ts'

export interface BenchQuery {
  query: string
  typing: boolean
}

/** `count` searches as people make them: prefixes while typing, words, phrases, tokens, filters, and mixes of them. */
export const mixedQueries = (count: number): BenchQuery[] => {
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
    () => ({ query: `"${word()} ${word()}"`, typing: false }),
    () => ({ query: identifier(chance), typing: false }),
    () => ({ query: `${filter()} ${filter()}`, typing: false }),
    () => ({ query: `${word()} ${filter()}`, typing: false }),
    () => ({ query: `${word()} ${word().slice(0, 3)} ${filter()} ${filter()}`, typing: true }),
    () => ({ query: `updated:<${1 + chance.below(900)}d ${filter()}`, typing: false }),
  ]
  return Array.from({ length: count }, (_, n) => (shapes[n % shapes.length] as () => BenchQuery)())
}
