import { caseGroups, caseSorts, type ListInput } from '../../../shared/contract/cases.ts'
import type { SavedView } from '../../../shared/contract/desk.ts'
import { hasWords } from '../search/words.ts'

export type Sort = NonNullable<ListInput['sort']>
export type Group = (typeof caseGroups)[number]

/** What the queue shows: a saved view, changed or not, or a search of its own. */
export interface ListSpec {
  readonly view: SavedView | null
  readonly query: string
  /** The search is not finished, so its last word may go on. */
  readonly typing: boolean
  readonly sort: Sort
  readonly descending: boolean
  readonly group: Group
}

/** Sorts whose first click puts the largest or newest first. */
const downwards: readonly Sort[] = ['best', 'updated', 'created', 'ref']
export const descendsByNature = (sort: Sort): boolean => downwards.includes(sort)

/** What part of a spec a person changes; `view: null` leaves the view. */
export type SpecChange = Partial<ListSpec>

const known = <T extends string>(words: readonly T[], word: string | undefined): T | undefined =>
  words.find((one) => one === word)

/** The sort that the address names, with a minus for descending. */
const sortOf = (text: string | undefined) => {
  const sort = known(caseSorts, text?.replace(/^-/, ''))
  return sort && { sort, descending: text?.startsWith('-') ?? false }
}

/** The order when nobody chose one: what fits best where words are looked for, else what changed last. */
const orderBySearch = (query: string, typing: boolean) =>
  ({ sort: hasWords(query, typing) ? 'best' : 'updated', descending: true }) as const

export type RouteQuery = Readonly<Record<string, string>>

/** Whether an address says what to show; one that does not shows what was shown last. */
export const saysWhat = (route: RouteQuery): boolean =>
  ['view', 'query', 'sort', 'group', 'all'].some((name) => route[name] !== undefined)

/** What an address asks for. */
export const readSpec = (route: RouteQuery, views: readonly SavedView[]): ListSpec => {
  const view = views.find(({ id }) => id === route.view) ?? null
  const query = route.query ?? view?.query ?? ''
  const typing = route.typing !== undefined && route.query !== undefined
  const own = view && query === view.query ? { sort: view.sort, descending: view.descending } : null
  const order = sortOf(route.sort) ?? own ?? orderBySearch(query, typing)
  return { view, query, typing, ...order, group: known(caseGroups, route.group) ?? view?.group ?? 'none' }
}

/** The address of a spec; what the view says itself is left out. */
export const writeSpec = ({
  view,
  query,
  typing,
  sort,
  descending,
  group,
}: ListSpec): Record<string, string> => {
  // An empty search is everything, which no changed view can be.
  const kept = query === '' && view?.query !== '' ? null : view
  const unfinished = typing && query !== (kept?.query ?? '') && { typing: '1' }
  const usual = readSpec({ ...(kept && { view: kept.id }), query, ...unfinished }, kept ? [kept] : [])
  const sameOrder = usual.sort === sort && usual.descending === descending
  const written = {
    ...(kept && { view: kept.id }),
    ...(query !== (kept?.query ?? '') && { query }),
    ...unfinished,
    ...(!sameOrder && { sort: `${descending ? '-' : ''}${sort}` }),
    ...(group !== usual.group && { group }),
  }
  return Object.keys(written).length > 0 ? written : { all: '1' }
}

/** Whether saving would change the view. */
export const differs = ({ view, query, sort, descending, group }: ListSpec): boolean =>
  view !== null &&
  (query !== view.query ||
    group !== view.group ||
    (sort !== view.sort && !(query !== view.query && sort === 'best')) ||
    (descending !== view.descending && sort !== 'best'))

/** What an address without a word shows on a bench where nothing was shown yet: all there is. */
export const firstRoute = (views: readonly SavedView[]): Record<string, string> => {
  const all = views.find(({ query }) => query === '') ?? views[0]
  return all ? { view: all.id } : { all: '1' }
}
