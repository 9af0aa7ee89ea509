import { useEffect, useState } from 'react'
import type { SavedView } from '../../../shared/contract/desk.ts'
import { useBench } from '../../app/bench.ts'
import { useRoute } from '../../app/router.ts'
import { useLive } from '../../client/use-live.ts'
import {
  firstRoute,
  type ListSpec,
  type RouteQuery,
  readSpec,
  type SpecChange,
  saysWhat,
  writeSpec,
} from './spec.ts'

/** Under which this bench keeps what the queue showed last. */
const lastKey = 'queue.last'

export interface Queue {
  readonly views: readonly SavedView[]
  readonly spec: ListSpec
  /** What the address says of it, also while another tab is in front. */
  readonly route: RouteQuery
  /** Whether the address is the queue's. */
  readonly here: boolean
  change(change: SpecChange, how?: { replace?: boolean }): void
  /** What another search would show: in the order somebody chose, or the usual one. */
  specFor(query: string, typing: boolean): ListSpec
  /** Writes another search into the address; answers what that shows. One being typed takes the place of the one before. */
  search(query: string, how?: { typing?: boolean }): ListSpec
  /** Shows a saved view. */
  show(view: string): void
}

const asRoute = (value: unknown): RouteQuery => {
  const entries = Object.entries(value ?? {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  )
  return Object.fromEntries(entries)
}

/**
 * What the queue shows: what its address says, or said last. Null until the views of this bench are read. The address is
 * the only place where it is kept while the window is open, so that back, forward and a shared link agree with it.
 */
export const useQueue = (): Queue | null => {
  const { client, navigate } = useBench()
  const { path, query } = useRoute()
  const here = path[0] === 'queue'
  const said = here && saysWhat(query) ? query : null
  const views = useLive((signal) => client.views.watch({}, { signal }), [client]).value?.views
  const [last, setLast] = useState<RouteQuery | null>(said)

  useEffect(() => {
    let gone = false
    const settle = (value: unknown) => !gone && setLast((now) => now ?? asRoute(value))
    client.local.get({ key: lastKey }).then(
      ({ value }) => settle(value),
      // It begins with the first view then, as on a new bench.
      () => settle({}),
    )
    return () => {
      gone = true
    }
  }, [client])

  // Set while rendering, so that no frame shows the former search under the new address.
  if (said && said !== last) setLast(said)
  if (!views || !last) return null
  const route = saysWhat(last) ? last : firstRoute(views)
  const spec = readSpec(route, views)
  const specFor = (query: string, typing: boolean) => {
    const { typing: _, ...rest } = route
    return readSpec({ ...rest, query, ...(typing && { typing: '1' }) }, views)
  }
  return {
    views,
    spec,
    route,
    here,
    change: (change, how) => navigate('/queue', writeSpec({ ...spec, ...change }), how),
    specFor,
    search(query, { typing = false } = {}) {
      const next = writeSpec(specFor(query, typing))
      navigate('/queue', next, { replace: typing })
      return readSpec(next, views)
    },
    show: (view) => navigate('/queue', { view }),
  }
}

/** Completes an address that says nothing, and remembers what it says for the next start. For the one tab that shows it. */
export const useKeepRoute = (queue: Queue | null): void => {
  const { client, navigate } = useBench()
  const from = useRoute()
  const bare = queue?.here && !saysWhat(from.query)
  const { focus = '' } = from.query
  const route = queue && JSON.stringify(queue.route)
  useEffect(() => {
    if (bare && route) navigate('/queue', { ...JSON.parse(route), focus }, { replace: true, from })
  }, [navigate, bare, focus, route, from])
  useEffect(() => {
    // What is shown is right without it; the next start then begins elsewhere.
    if (route) client.local.put({ key: lastKey, value: JSON.parse(route) }).catch(() => undefined)
  }, [client, route])
}
