import type { SyncConflict } from '../../../shared/contract/sync.ts'
import { useBench } from '../../app/bench.ts'
import { pathOf } from '../../app/router.ts'
import { resolveConflict } from '../acts.ts'
import { capital, fieldWords, possessive, sideName, textOfWhom, valueWords } from './field-words.ts'
import { useNames } from './use-names.ts'

interface SideWords {
  value: string
  /** Short enough for a button. */
  short: string
  by: string
}

export interface ConflictWords {
  /** The field, as the beginning of a sentence. */
  field: string
  base: string
  theirs: SideWords
  mine: SideWords
}

/** What can be done about conflicts, and their words. */
export interface Resolve {
  words(conflict: SyncConflict): ConflictWords
  take(conflict: SyncConflict, side: 'mine' | 'theirs'): Promise<boolean>
  merge(conflict: SyncConflict): void
  /** The case it is on, or the page of the customer or the person. */
  open(conflict: SyncConflict): void
}

/** Longer values would push a row's other acts away. */
const buttonLettersAtMost = 20

/** Who did what, as one says it of a conflict. */
export const storyOf = ({ theirs, mine }: ConflictWords, isText: boolean): string => {
  const [they, we] = [capital(theirs.by), capital(mine.by)]
  if (isText)
    return `${they} and ${mine.by} changed it in the same places. ${capital(textOfWhom(theirs.by))} stands.`
  return `${they} set it to ${theirs.value}, and that stands. ${we} set it to ${mine.value}.`
}

const places = { customer: 'customers', person: 'people' } as const

export const pageOf = ({ kind, entity, ref }: Pick<SyncConflict, 'kind' | 'entity' | 'ref'>): string =>
  kind === 'customer' || kind === 'person' ? pathOf(places[kind], entity) : pathOf('case', ref)

const noNames: ReadonlyMap<string, string> = new Map()

export const useResolve = (
  conflicts: readonly SyncConflict[],
  known: ReadonlyMap<string, string> = noNames,
): Resolve => {
  const bench = useBench()
  const { names, me } = useNames(conflicts)
  const all = new Map([...known, ...names])
  const words = (conflict: SyncConflict): ConflictWords => {
    const side = (which: 'theirs' | 'mine', by: string): SideWords => {
      const value = valueWords(conflict, conflict[which], all)
      const named = conflict.rule === 'value' ? value : possessive(by)
      const other = which === 'theirs' ? 'what stands' : 'the other'
      return { value, by, short: named.length <= buttonLettersAtMost ? named : other }
    }
    return {
      field: capital(fieldWords(conflict)),
      base: valueWords(conflict, conflict.base, all),
      theirs: side('theirs', sideName(conflict.theirsBy, conflict.theirsByName, me)),
      mine: side('mine', sideName(conflict.mineBy, conflict.mineByName, me)),
    }
  }
  return {
    words,
    async take(conflict, side) {
      const { value, by } = words(conflict)[side]
      const chosen = conflict.rule === 'text' ? `${textOfWhom(by)} stands` : `it is ${value}`
      return resolveConflict(bench, conflict, { take: { side }, chosen })
    },
    merge: ({ id }) => bench.navigate(pathOf('merge', id)),
    open: (conflict) => bench.navigate(pageOf(conflict)),
  }
}
