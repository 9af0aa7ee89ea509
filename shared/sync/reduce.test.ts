import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Case, Component, Customer, Person } from '../domain/entities.ts'
import { componentKey } from './component-key.ts'
import type { Draft } from './operations.ts'
import { reduce } from './reduce.ts'
import { type Put, Rejected } from './rows.ts'

const ids = ['a', 'b'].map((letter) => `00000000-0000-7000-8000-00000000000${letter}`)
const anyId = fc.constantFrom(...ids)
const word = fc.constantFrom('', 'x', 'y', 'Z')

const customerSet = fc.record(
  { name: fc.constantFrom('Acme', 'Borealis'), domain: word, notes: word },
  { requiredKeys: [] },
)
const personSet = fc.record(
  {
    name: fc.constantFrom('Ada', 'Lin'),
    email: word,
    handles: fc.uniqueArray(fc.constantFrom('github:ada', 'jira:lin')),
    customerId: fc.option(anyId),
    notes: word,
  },
  { requiredKeys: [] },
)
const oneComponent: fc.Arbitrary<Component> = fc.record({
  kind: fc.constantFrom('package' as const, 'product' as const),
  name: fc.constantFrom('tomcat', 'Tomcat', 'kafka'),
  version: fc.constantFrom('', '10'),
  purl: fc.constantFrom('', 'pkg:maven/tomcat'),
})
const components = fc.uniqueArray(oneComponent, { selector: componentKey, maxLength: 3 })

const anyDraft: fc.Arbitrary<Draft> = fc.oneof(
  fc.record({
    type: fc.constant('customer.set' as const),
    entity: anyId,
    payload: fc.record({ set: customerSet }),
  }),
  fc.record({ type: fc.constant('customer.remove' as const), entity: anyId, payload: fc.constant({}) }),
  fc.record({
    type: fc.constant('person.set' as const),
    entity: anyId,
    payload: fc.record({ set: personSet }),
  }),
  fc.record({ type: fc.constant('person.remove' as const), entity: anyId, payload: fc.constant({}) }),
  fc.record({
    type: fc.constant('case.components' as const),
    entity: fc.constant(ids[0] ?? ''),
    payload: fc.record({ add: components, remove: components }),
  }),
)

const someCase = (id: string): Case => ({
  id,
  ref: 'CB-1001',
  title: 'Pool exhausted',
  description: '',
  status: 'new',
  severity: 3,
  kind: 'question',
  customerId: null,
  contractId: null,
  ownerId: null,
  reporterId: null,
  dueAt: null,
  resolution: '',
  createdAt: 1,
  updatedAt: 1,
  origin: null,
  original: {},
  tags: [],
  components: [],
  trashedAt: null,
  mergedInto: null,
})

/** The rows of a bench, in memory. */
const memory = () => {
  const cases = new Map(ids.slice(0, 1).map((id) => [id, someCase(id)]))
  const customers = new Map<string, Customer>()
  const people = new Map<string, Person>()
  const rows = {
    case: (id: string) => cases.get(id),
    event: () => undefined,
    link: () => undefined,
    patch: () => undefined,
    conflict: () => undefined,
    customer: (id: string) => customers.get(id),
    person: (id: string) => people.get(id),
  }
  const put = (change: Put) => {
    if (change.kind === 'case') cases.set(change.value.id, change.value)
    if (change.kind === 'customer') customers.set(change.value.id, change.value)
    if (change.kind === 'no-customer') customers.delete(change.value.id)
    if (change.kind === 'person') people.set(change.value.id, change.value)
    if (change.kind === 'no-person') people.delete(change.value.id)
  }
  /** Does drafts in order; answers the drafts that take them back, or null for one that is refused. */
  const apply = (drafts: readonly Draft[]): Draft[] | null => {
    const inverse: Draft[] = []
    for (const draft of drafts)
      try {
        const outcome = reduce({ ...draft, at: 2 }, rows)
        for (const change of outcome.puts) put(change)
        inverse.unshift(...outcome.inverse)
      } catch (error) {
        if (!(error instanceof Rejected)) throw error
        return null
      }
    return inverse
  }
  const sorted = (parts: readonly Component[]) => parts.map((part) => JSON.stringify(part)).sort()
  /** All that a person sees; the order of a stack says nothing. */
  const state = () => ({
    stacks: [...cases.values()].map((one) => sorted(one.components)),
    customers: [...customers.values()].sort((one, other) => one.id.localeCompare(other.id)),
    people: [...people.values()].sort((one, other) => one.id.localeCompare(other.id)),
  })
  return { apply, state }
}

test('whatever is done to customers, people and stacks is taken back and done again by its inverse', () => {
  fc.assert(
    fc.property(fc.array(anyDraft, { maxLength: 12 }), (drafts) => {
      const { apply, state } = memory()
      const done: { before: unknown; after: unknown; inverse: Draft[] }[] = []
      for (const draft of drafts) {
        const before = state()
        const inverse = apply([draft])
        if (inverse) done.push({ before, after: state(), inverse })
        else expect(state()).toEqual(before)
      }
      const again: Draft[][] = []
      for (const { before, inverse } of done.toReversed()) {
        const back = apply(inverse)
        expect(state()).toEqual(before)
        again.unshift(back ?? [])
      }
      for (const [at, { after }] of done.entries()) {
        expect(apply(again[at] ?? [])).not.toBeNull()
        expect(state()).toEqual(after)
      }
    }),
  )
})

test('a package that keeps its URL keeps its place under another name', () => {
  const { apply, state } = memory()
  const tomcat: Component = { kind: 'package', name: 'tomcat', version: '10', purl: 'pkg:maven/tomcat' }
  const entity = ids[0] ?? ''
  apply([{ type: 'case.components', entity, payload: { add: [tomcat], remove: [] } }])
  const renamed = { ...tomcat, name: 'Tomcat' }
  apply([{ type: 'case.components', entity, payload: { add: [renamed], remove: [tomcat] } }])
  expect(state().stacks).toEqual([[JSON.stringify(renamed)]])
})
