import type { ImportRecord, RecordEvent } from '../../../host/imports/record.ts'
import type { Component } from '../../../shared/domain/entities.ts'
import { caseKinds, type caseStatuses, type Severity } from '../../../shared/domain/vocabulary.ts'
import { type Dice, dice } from './random.ts'
import { identifier, vocabulary } from './words.ts'

const products = [
  'tomcat',
  'activemq',
  'kafka',
  'httpd',
  'postgresql',
  'redis',
  'camel',
  'hibernate',
  'netty',
  'solr',
  'nginx',
  'keycloak',
]
const tags = [
  'jdbc',
  'pool',
  'tls',
  'memory',
  'upgrade',
  'cluster',
  'queue',
  'timeout',
  'security',
  'regression',
  'config',
  'performance',
]
const statusShare = [
  'closed',
  'closed',
  'closed',
  'closed',
  'solved',
  'solved',
  'open',
  'waiting',
  'new',
] as const satisfies readonly (typeof caseStatuses)[number][]
const dayMs = 86_400_000

/** The moment that generated desks call now, so that equal seeds give equal desks. */
export const deskNow = Date.UTC(2026, 9, 1)

/** `count` records as a large desk has them: five events each, Zipf-distributed words, ten years of history. */
export function* deskRecords(count: number): Generator<ImportRecord, void, undefined> {
  const words = vocabulary(30_000)
  const chance = dice(42)
  for (let n = 0; n < count; n += 1) yield recordOf(n, { count, words, chance })
}

const sentence = (words: string[], { zipf, below, chance, ...rest }: Dice, length: number): string =>
  Array.from({ length: Math.max(3, below(length * 2)) }, () =>
    chance(0.02) ? identifier({ below, ...rest }) : words[zipf(words.length)],
  ).join(' ')

const recordOf = (
  n: number,
  { count, words, chance }: { count: number; words: string[]; chance: Dice },
): ImportRecord => {
  const createdAt = Math.floor(deskNow - ((count - n) / count) * 3650 * dayMs)
  const events = Array.from(
    { length: 3 + chance.below(5) },
    (_, index): RecordEvent => ({
      externalId: String(index),
      kind: 'message',
      lane: chance.chance(0.5) ? 'customer' : 'internal',
      author: person(chance.below(900)),
      at: createdAt + (index + 1) * 3_600_000 * (1 + chance.below(48)),
      body: sentence(words, chance, 14),
    }),
  )
  const name = chance.pick(products)
  const component: Component = {
    kind: 'package',
    name,
    version: `${1 + chance.below(9)}.${chance.below(12)}`,
    purl: `pkg:generic/${name}`,
  }
  return {
    system: 'bench',
    externalId: String(n),
    title: sentence(words, chance, 7),
    description: sentence(words, chance, 20),
    status: chance.pick(statusShare),
    severity: (1 + Math.min(3, chance.below(6))) as Severity,
    kind: chance.pick(caseKinds),
    createdAt,
    updatedAt: Math.min(deskNow, events.at(-1)?.at ?? createdAt),
    tags: chance.chance(0.4) ? [chance.pick(tags)] : [],
    components: [component],
    customer: { name: `Customer ${chance.zipf(2000)}` },
    owner: chance.chance(0.9) ? person(chance.below(300)) : null,
    reporter: person(300 + chance.below(600)),
    events,
    original: {},
  }
}

const person = (number: number) => ({ name: `Person ${number}`, handle: `bench:${number}` })
