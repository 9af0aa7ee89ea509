import type { HasFlag } from '../query/fields.ts'
import type { CaseKind, CaseStatus } from '../vocabulary.ts'
import { eachIdentifier } from './identifiers.ts'
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

/** The words of a component's name (or of what is searched as one), each as a token. */
export const componentWords = (text: string): string[] => {
  const words: string[] = []
  eachIdentifier(shield(text), (parts) => words.push(...parts), true)
  return words.map((word) => `${factMarker}${letters.component}${foldWord(word)}`)
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
      componentWords(`${name} ${version} ${purlName(purl)}`),
    ),
    ...facts.has.map((flag) => factToken('has', flag)),
    ...statesOf(facts).map((state) => factToken('state', state)),
    ...(facts.source ? [factToken('source', sourceName(facts.source))] : []),
  ])
}
