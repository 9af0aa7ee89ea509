import type { Recipe, RecipeBody } from '../../../shared/domain/stack/recipe.ts'
import { type PlannedService, planService } from './plan.ts'

export interface Wire {
  from: PlannedService
  to: PlannedService
  use: RecipeBody['uses'][number]
  offer: RecipeBody['offers'][number]
  /** Under which path a proxy serves it. */
  mount: string
}

/** Behind each other where a case has several: the first takes what comes from outside. */
const proxies = ['haproxy', 'nginx', 'httpd']

const rank = ({ recipe }: PlannedService): number => proxies.indexOf(recipe.id)

const isBackend = ({ recipe: { group } }: PlannedService): boolean =>
  group === 'messaging' || group === 'database' || group === 'search' || group === 'identity'

/** What a service may be wired to, whether or not they speak the same. */
const partners = (from: PlannedService, all: readonly PlannedService[]): PlannedService[] => {
  const others = all.filter((one) => one !== from)
  if (from.recipe.group !== 'proxy') return others.filter(isBackend)
  const next = others
    .filter((one) => one.recipe.group === 'proxy' && rank(one) > rank(from))
    .toSorted((one, other) => rank(one) - rank(other))[0]
  if (next !== undefined) return [next]
  const servers = others.filter(({ recipe }) => recipe.group === 'server' || recipe.group === 'runtime')
  return servers.length > 0 ? servers : others.filter(({ recipe }) => recipe.group === 'identity')
}

/** How one uses the other: the first of its uses that the other offers, AJP first where the case speaks of it. */
const match = (
  from: PlannedService,
  to: PlannedService,
  ajp: boolean,
): Pick<Wire, 'use' | 'offer'> | undefined => {
  const uses = ajp
    ? from.body.uses.toSorted(
        (one, other) => Number(other.interface === 'ajp') - Number(one.interface === 'ajp'),
      )
    : from.body.uses
  for (const use of uses) {
    const offer = to.body.offers.find((one) => one.interface === use.interface)
    if (offer !== undefined) return { use, offer }
  }
  return
}

/** Adds what services cannot start without, as ZooKeeper for an older Kafka; says what was added. */
export const addRequired = (services: PlannedService[], recipes: readonly Recipe[]): string[] => {
  const added: string[] = []
  for (const service of [...services])
    for (const use of service.body.uses) {
      const isThere = services.some((one) =>
        one.body.offers.some((offer) => offer.interface === use.interface),
      )
      if (!use.required || isThere) continue
      const recipe = recipes.find((one) => one.offers.some((offer) => offer.interface === use.interface))
      if (recipe === undefined) continue
      services.push(planService(recipe, { version: '', stands: '', taken: services }))
      added.push(`${recipe.title} was added, because ${service.name} does not start without it.`)
    }
  return added
}

/** Who is wired to whom. `ajp` prefers AJP between a proxy and a server, as a case that speaks of it does. */
export const wireServices = (services: readonly PlannedService[], ajp: boolean): Wire[] => {
  const wires: Wire[] = []
  for (const from of services) {
    const slots = new Set<string>()
    let mounted = 0
    for (const to of partners(from, services)) {
      const pair = match(from, to, ajp)
      if (pair === undefined) continue
      const { slot } = pair.use
      if (slot !== null && slots.has(slot)) continue
      if (slot !== null) slots.add(slot)
      wires.push({ from, to, ...pair, mount: mounted++ === 0 ? '/' : `/${to.name}/` })
    }
  }
  return wires
}
