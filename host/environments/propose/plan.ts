import type { Component } from '../../../shared/domain/entities.ts'
import type { Recipe, RecipeBody } from '../../../shared/domain/stack/recipe.ts'
import { bodyOf, chooseImage, type ImageChoice } from '../../recipes/choose.ts'
import { mentioned, recognise } from '../../recipes/recognise.ts'
import { numbersOf } from '../../recipes/version.ts'

export interface PlannedService {
  name: string
  recipe: Recipe
  choice: ImageChoice
  body: RecipeBody
  /** What of the case it stands for; empty where it was added because another needs it. */
  stands: string
  /** An application of the customer's own, of which only the runtime is known. */
  application: boolean
}

export interface Plan {
  services: PlannedService[]
  assumptions: string[]
  unmatched: { component: Component; reason: string }[]
}

const groups: readonly Recipe['group'][] = [
  'proxy',
  'server',
  'runtime',
  'identity',
  'messaging',
  'database',
  'search',
]

const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/\([^()]*\)/g, ' ')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/^(?=\d|$)/, 'app-')
    .replace(/-$/, '')

/** As a person says it, on one line whatever was typed. */
export const spoken = ({ name, version }: Pick<Component, 'name' | 'version'>): string =>
  `${name} ${version}`.replaceAll(/[\s\p{C}]+/gu, ' ').trim()

/** A service of a recipe at a version, named so that no other has the name. */
export const planService = (
  recipe: Recipe,
  of: {
    version: string
    java?: number | undefined
    stands: string
    name?: string
    taken: readonly PlannedService[]
  },
): PlannedService => {
  const wanted = of.name ?? recipe.id
  const isTaken = (name: string) => of.taken.some((one) => one.name === name)
  let name = wanted
  for (let count = 2; isTaken(name); count++) name = `${wanted}-${count}`
  const choice = chooseImage(recipe, of.version, of.java)
  return {
    name,
    recipe,
    choice,
    body: bodyOf(recipe, choice.image),
    stands: of.stands,
    application: of.name !== undefined,
  }
}

/** Packages of languages; what has a recipe among them was recognised before. */
const isLibrary = ({ purl }: Component): boolean =>
  /^pkg:(maven|npm|pypi|nuget|golang|gem|cargo|composer|hex|conan|swift|cocoapods)\//.test(purl)
const partOfAnApplication = 'A library is a part of an application and no service.'
const noRecipe = 'No recipe is for this product. Add a service for it by hand.'

interface Wanted {
  recipe: Recipe
  version: string
  component: Component
}

/** Two components are one service where they are one product and do not name two versions. */
const merged = (all: readonly Wanted[]): Wanted[] => {
  const kept: Wanted[] = []
  for (const one of all) {
    const same = kept.find(
      (other) =>
        other.recipe === one.recipe &&
        (one.version === '' || other.version === '' || other.version === one.version),
    )
    if (same === undefined) kept.push({ ...one })
    else if (same.version === '') Object.assign(same, one)
  }
  return kept
}

/** An application of the customer's own: a service on the runtime that it names, or a hint where it goes. */
const planApplication = (component: Component, plan: Plan, recipes: readonly Recipe[]): void => {
  const words = mentioned(`${component.name} ${component.version}`, recipes)
  const runtime = words.find(({ recipe }) => recipe.group === 'runtime')
  const server = words.find(({ recipe }) => recipe.group === 'server')?.recipe
  const home = plan.services.find((one) => one.recipe === server)
  if (home !== undefined) {
    const folder = home.body.folders[0]?.name ?? ''
    plan.assumptions.push(
      `${spoken(component)} runs on ${home.name}: put it into environment/${home.name}/${folder}.`,
    )
    return
  }
  if (runtime === undefined) {
    const reason =
      'An application of the customer’s own becomes a service where its name or version says what it runs on, for example "billing (JDK 17)".'
    plan.unmatched.push({ component, reason })
    return
  }
  const service = planService(runtime.recipe, {
    version: runtime.version,
    stands: spoken(component),
    name: slugOf(component.name),
    taken: plan.services,
  })
  plan.services.push(service)
  plan.assumptions.push(
    `${spoken(component)} is a service without the application: put it into environment/${service.name}/app and write its command.`,
  )
}

/** Whether a Java among the components is only what servers run on, and which release it is. */
const javaOf = (wanted: readonly Wanted[]): { release: number; jdk: Wanted } | undefined => {
  const jdk = wanted.find(({ recipe }) => recipe.id === 'jdk')
  if (jdk === undefined || !wanted.some(({ recipe }) => recipe.java)) return
  const [release] = numbersOf(chooseImage(jdk.recipe, jdk.version).version)
  return release === undefined ? undefined : { release, jdk }
}

/** The products among the components that have a recipe; what has none is told in the plan. */
const recognised = (components: readonly Component[], recipes: readonly Recipe[], plan: Plan): Wanted[] => {
  const drivers = new Set(
    recipes.flatMap((recipe) =>
      recipe.uses.flatMap(({ driver }) => (driver === null ? [] : [driver.purl, ...driver.instead])),
    ),
  )
  const found: Wanted[] = []
  for (const component of components) {
    if (component.kind === 'in-house') continue
    const known = recognise(component, recipes)
    if (known !== undefined) found.push({ recipe: known.recipe, version: known.version, component })
    else if (!drivers.has(component.purl))
      plan.unmatched.push({ component, reason: isLibrary(component) ? partOfAnApplication : noRecipe })
  }
  return merged(found)
}

/** The services that a case's components make, in the order of the file: what is nearest to the user comes first. */
export const planServices = (components: readonly Component[], recipes: readonly Recipe[]): Plan => {
  const plan: Plan = { services: [], assumptions: [], unmatched: [] }
  const wanted = recognised(components, recipes, plan)
  const java = javaOf(wanted)
  for (const one of wanted) {
    if (one === java?.jdk) continue
    const stands = spoken(one.component)
    const service = planService(one.recipe, {
      version: one.version,
      java: one.recipe.java ? java?.release : undefined,
      stands,
      taken: plan.services,
    })
    plan.services.push(service)
    if (service.choice.note !== '') plan.assumptions.push(`${service.name}: ${service.choice.note}`)
    else if (!service.choice.reason.startsWith('exactly'))
      plan.assumptions.push(`${service.name} is ${service.choice.version}: ${service.choice.reason}.`)
  }
  if (java !== undefined)
    plan.assumptions.push(
      `Java ${java.release} is what the servers run on, by the tags of their images; it is no service of its own.`,
    )
  for (const component of components)
    if (component.kind === 'in-house') planApplication(component, plan, recipes)
  plan.services.sort((one, other) => groups.indexOf(one.recipe.group) - groups.indexOf(other.recipe.group))
  return plan
}
