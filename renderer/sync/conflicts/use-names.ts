import type { SyncConflict } from '../../../shared/contract/sync.ts'
import { type HostClient, useBench } from '../../app/bench.ts'
import { useCall } from '../../client/use-call.ts'
import { idsToName } from './field-words.ts'

/** More would hold the list up; the rest reads as somebody unknown. */
const namesAtMost = 100

const nameOf = async (
  { people, customers }: Pick<HostClient, 'people' | 'customers'>,
  { id, is }: ReturnType<typeof idsToName>[number],
  signal: AbortSignal,
): Promise<[string, string][]> => {
  try {
    if (is === 'person') return [[id, (await people.get({ id }, { signal })).name]]
    const customer = await customers.get({ id }, { signal })
    return [[id, customer.name], ...customer.contracts.map((one): [string, string] => [one.id, one.name])]
  } catch {
    // Whoever is not on this bench is said to be unknown.
    return []
  }
}

const none: ReadonlyMap<string, string> = new Map()

/** What the ids in these conflicts are called, and who one is. */
export const useNames = (conflicts: readonly SyncConflict[]) => {
  const { client } = useBench()
  const wanted = idsToName(conflicts).slice(0, namesAtMost)
  const key = wanted.map(({ id }) => id).join(' ')
  const names = useCall(
    async (signal) => new Map((await Promise.all(wanted.map((one) => nameOf(client, one, signal)))).flat()),
    [client, key],
    { keep: true },
  )
  const me = useCall((signal) => client.people.me({}, { signal }), [client])
  return { names: names.value ?? none, me: me.value?.id }
}
