import type { HasFlag } from '../query/fields.ts'
import type { CaseKind, CaseStatus } from '../vocabulary.ts'
import { eachIdentifier, type IndexToken, isNumber, numberStretches } from './identifiers.ts'
import { eachIdeographPair, ideographTokens } from './ideographs.ts'
import { everyDocument, factMarker, shield } from './markers.ts'
import { foldWord } from './unicode61.ts'

/** What the index knows of a case besides its texts; keys are the host's integer keys of customers and people. */
export interface CaseFacts {
  ref: string
  status: CaseStatus
  severity: number
  kind: CaseKind
  customer: number | null
  owner: number | null
  reporter: number | null
  tags: readonly string[]
  components: readonly { name: string; version: string; purl: string }[]
  has: readonly HasFlag[]
  trashed: boolean
  merged: boolean
  /** The system of its origin, such as `github` or `github:owner/name`; the part before the colon counts. */
  source: string | null
}

const letters = {
  status: 's',
  severity: 'v',
  kind: 'k',
  customer: 'c',
  owner: 'o',
  reporter: 'r',
  tag: 't',
  component: 'p',
  has: 'h',
  state: 'x',
  source: 'y',
  ref: 'f',
} as const
export type Fact = keyof typeof letters

/** Letters and digits as they are; anything else as its code point, so that no two values share a token. */
const slug = (value: string): string =>
  value
    .toLowerCase()
    .replace(
      /[^a-z0-9]/gu,
      (character) => `${factMarker}${(character.codePointAt(0) ?? 0).toString(16)}${factMarker}`,
    )

/** The token of one fact; it cannot come from text. Upper and lower case are the same. */
export const factToken = (fact: Fact, value: string | number): string =>
  `${factMarker}${letters[fact]}${slug(String(value))}`

const componentPrefix = `${factMarker}${letters.component}`

const eachComponentWord = (text: string, visit: (word: string) => void): void =>
  eachIdentifier(shield(text), (parts) => parts.forEach(visit), true)

/** The words of a component, each as a token. */
const componentTokens = (text: string): string[] => {
  const words: string[] = []
  eachComponentWord(text, (word) => words.push(...(isNumber(word) ? numberStretches(word) : [word])))
  eachIdeographPair(text, (pair) => words.push(pair))
  return words.map((word) => `${componentPrefix}${foldWord(word)}`)
}

/** The tokens that every component has which this text means; `prefix`: its last word may go on. */
export const componentQuery = (text: string, prefix: boolean): IndexToken[] => {
  const words: IndexToken[] = []
  eachComponentWord(text, (word) => words.push({ token: word, prefix: false }))
  const last = words.at(-1)
  if (last) last.prefix = prefix
  return [...words, ...ideographTokens(text).flat()].map((word) => ({
    token: `${componentPrefix}${foldWord(word.token)}`,
    prefix: word.prefix,
  }))
}

/** The name in a package URL without its type, namespace, version and qualifiers. */
const purlName = (purl: string): string => /([^/]*?)(?:[@?#].*)?$/u.exec(purl)?.[1] ?? ''

/** What stands before the colon of a system's name: `github` of `github:owner/name`. */
export const sourceName = (system: string): string => system.split(':', 1)[0] ?? ''

const statesOf = ({ trashed, merged }: CaseFacts): string[] =>
  [trashed ? 'trashed' : '', merged ? 'merged' : ''].filter(Boolean)

/** Every token of the facts of a case. */
export const factTokens = (facts: CaseFacts): Set<string> => {
  const keys = (['customer', 'owner', 'reporter'] as const).flatMap((fact) => {
    const key = facts[fact]
    return key === null ? [] : [factToken(fact, key)]
  })
  return new Set([
    everyDocument,
    factToken('ref', facts.ref),
    factToken('status', facts.status),
    factToken('severity', facts.severity),
    factToken('kind', facts.kind),
    ...keys,
    ...facts.tags.map((tag) => factToken('tag', tag)),
    ...facts.components.flatMap(({ name, version, purl }) =>
      componentTokens(`${name} ${version} ${purlName(purl)}`),
    ),
    ...facts.has.map((flag) => factToken('has', flag)),
    ...statesOf(facts).map((state) => factToken('state', state)),
    ...(facts.source ? [factToken('source', sourceName(facts.source))] : []),
  ])
}
