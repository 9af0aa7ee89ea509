import { BenchError } from '../../../shared/contract/error.ts'
import type { Services } from '../../../shared/contract/index.ts'
import { type CaseFields, type Customer, id } from '../../../shared/domain/entities.ts'
import type { Client } from '../../../shared/wire/client.ts'
import { UsageError } from '../usage-error.ts'
import type { NameField } from './assignments.ts'

type Ids = Partial<Pick<CaseFields, 'customerId' | 'contractId' | 'ownerId' | 'reporterId'>>

export interface ResolveOptions {
  client: Client<Services>
  names: Partial<Record<NameField, string>>
  /** The case as it stands; null for a new one. */
  before: Pick<CaseFields, 'customerId' | 'contractId'> | null
  /** Told of every customer or person that had to be made. */
  created(sentence: string): void
}

const pageSize = 500

/** Entries of a searchable list whose name is exactly the one given, whatever its letter case. */
const exact = async <T extends { name: string }>(
  given: string,
  list: (input: { search: string; offset: number; limit: number }) => Promise<{ found: T[]; total: number }>,
  alsoKnownAs: (entry: T) => string[] = () => [],
): Promise<T[]> => {
  const wanted = given.toLowerCase()
  const matches: T[] = []
  for (let offset = 0; ; offset += pageSize) {
    const { found, total } = await list({ search: given, offset, limit: pageSize })
    matches.push(
      ...found.filter((entry) =>
        [entry.name, ...alsoKnownAs(entry)].some((name) => name.toLowerCase() === wanted),
      ),
    )
    if (found.length === 0 || offset + found.length >= total) return matches
  }
}

const only = <T extends { id: string }>(given: string, matches: readonly T[]): T | undefined => {
  if (matches.length > 1)
    throw new BenchError(
      'invalid',
      `${matches.length} entries are called "${given}"; nothing was changed. Name one by its id: ${matches.map((match) => match.id).join(', ')}.`,
    )
  return matches[0]
}

const customerOf = async (given: string, { client, created }: ResolveOptions): Promise<string> => {
  if (id.safeParse(given).success) return (await client.customers.get({ id: given })).id
  const matches = await exact(given, async (input) => {
    const { customers, total } = await client.customers.list(input)
    return { found: customers, total }
  })
  const known = only(given, matches)
  if (known) return known.id
  const made = await client.customers.set({ set: { name: given } })
  created(`The customer "${given}" is new and was created.`)
  return made.id
}

const personOf = async (
  given: string,
  customerId: string | null,
  { client, created }: ResolveOptions,
): Promise<string> => {
  if (given.toLowerCase() === 'me') return (await client.people.me({})).id
  if (id.safeParse(given).success) return (await client.people.get({ id: given })).id
  const matches = await exact(
    given,
    async (input) => {
      const { people, total } = await client.people.list(input)
      return { found: people, total }
    },
    ({ email, handles }) => [email, ...handles],
  )
  const known = only(given, matches)
  if (known) return known.id
  const made = await client.people.set({ set: { name: given, customerId } })
  created(`The person "${given}" is new and was created.`)
  return made.id
}

const contractOf = (given: string, customer: Customer | null): string => {
  const wanted = given.toLowerCase()
  const found = customer?.contracts.find(({ id, name }) => id === given || name.toLowerCase() === wanted)
  if (found) return found.id
  if (!customer) throw new UsageError('A contract belongs to a customer; set the customer too.')
  const known = customer.contracts.map(({ name }) => name).join(', ') || 'none'
  throw new UsageError(`"${customer.name}" has no contract "${given}"; its contracts: ${known}.`)
}

/**
 * The ids behind the names a person typed. A customer or person nobody knows yet is created; `me` is the bench's
 * own person. A case that changes its customer loses a contract of the former one.
 */
export const resolveNames = async (options: ResolveOptions): Promise<Ids> => {
  const { client, names, before } = options
  const ids: Ids = {}
  if (names.customer !== undefined)
    ids.customerId = names.customer === '' ? null : await customerOf(names.customer, options)
  const customerId = ids.customerId === undefined ? (before?.customerId ?? null) : ids.customerId
  if (names.contract !== undefined) {
    const customer = names.contract && customerId ? await client.customers.get({ id: customerId }) : null
    ids.contractId = names.contract === '' ? null : contractOf(names.contract, customer)
  } else if (before?.contractId && customerId !== before.customerId) ids.contractId = null
  if (names.owner !== undefined)
    ids.ownerId = names.owner === '' ? null : await personOf(names.owner, null, options)
  if (names.reporter !== undefined)
    ids.reporterId = names.reporter === '' ? null : await personOf(names.reporter, customerId, options)
  return ids
}
