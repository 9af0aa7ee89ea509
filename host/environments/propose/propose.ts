import type { Component } from '../../../shared/domain/entities.ts'
import type { InterfaceName, Recipe } from '../../../shared/domain/stack/recipe.ts'
import { composeText } from './compose-text.ts'
import { type PlannedService, planServices, spoken } from './plan.ts'
import { type ProposedDriver, type ProposedFile, renderService } from './render.ts'
import { fill, type ServiceValues, valuesOf, wireValues } from './values.ts'
import { addRequired, type Wire, wireServices } from './wire.ts'

export interface ProposedService {
  name: string
  /** The recipe it was made from, and its title. */
  recipe: string
  title: string
  version: string
  /** With tag. */
  image: string
  /** Why this image. */
  reason: string
  /** What of the case it stands for; empty where another service needs it. */
  stands: string
  /** What its first start usually takes, and how much memory it may take. */
  startSeconds: number
  memoryMb: number
  /** Where it is published on 127.0.0.1, and the path that a browser opens. */
  ports: { name: string; container: number; host: number; open: string | null }[]
  licence: { name: string; url: string } | null
  login: { registry: string; url: string } | null
}

export interface Proposal {
  /** `environment/compose.yaml` first. */
  files: ProposedFile[]
  services: ProposedService[]
  wires: { from: string; to: string; interface: InterfaceName; note: string }[]
  drivers: ProposedDriver[]
  /** What was taken for granted, as sentences. */
  assumptions: string[]
  unmatched: { component: Component; reason: string }[]
}

/** Ports of this machine, none twice: a port of the product's own, or the next one that is free. */
const hostPortsOf = (services: readonly PlannedService[]): Map<PlannedService, Record<string, number>> => {
  const taken = new Set<number>()
  const all = new Map<PlannedService, Record<string, number>>()
  for (const service of services) {
    const ports: Record<string, number> = {}
    for (const { name, container } of service.body.ports) {
      // Ports below 1024 need rights that a rootless engine does not have.
      let port = container < 1024 ? container + 8000 : container
      while (taken.has(port)) port++
      taken.add(port)
      ports[name] = port
    }
    all.set(service, ports)
  }
  return all
}

const environmentFile = (values: readonly ServiceValues[]): ProposedFile => {
  const lines = values.flatMap(({ variables }) =>
    Object.entries(variables).map(([name, value]) => `${name}=${value}`),
  )
  const head = [
    '# Sample passwords, made for this environment and of no use anywhere else, and ports of this machine.',
    '# The passwords also stand in the configuration files beside: change both.',
  ]
  return { path: 'environment/.env', text: `${[...head, ...lines].join('\n')}\n` }
}

const noteOf = (wire: Wire, values: (service: PlannedService) => ServiceValues): string =>
  fill(wire.use.note, wireValues(wire, values(wire.from).own, values(wire.to).own)).text

/**
 * An environment for the components of a case: services of the recipes that know them, wired as such products are. The
 * same components, recipes and seed make the same bytes; `seed` is kept by the case, and no one can tell passwords from
 * the components alone. Nothing is written.
 */
export const proposeEnvironment = (input: {
  components: readonly Component[]
  recipes: readonly Recipe[]
  seed: string
  /** What the environment is called in the file, as `CB-1042`. */
  title: string
}): Proposal => {
  const { components, recipes, seed, title } = input
  const plan = planServices(components, recipes)
  const added = addRequired(plan.services, recipes)
  const ajp = components.some(({ name, version }) =>
    /\bajp\b|\bmod_(jk|proxy_ajp)\b/i.test(`${name} ${version}`),
  )
  const wires = wireServices(plan.services, ajp)
  const hostPorts = hostPortsOf(plan.services)
  const cache = new Map<PlannedService, ServiceValues>()
  const values = (service: PlannedService): ServiceValues => {
    const known = cache.get(service) ?? valuesOf(service, { seed, hostPorts: hostPorts.get(service) ?? {} })
    cache.set(service, known)
    return known
  }
  const versions = new Map(
    components
      .filter(({ purl }) => purl !== '')
      .map(({ purl, version }) => [purl, spoken({ name: '', version })]),
  )
  const rendered = plan.services.map((service) =>
    renderService(service, {
      wires: wires.filter(({ from }) => from === service),
      used: wires.filter(({ to }) => to === service),
      valuesOf: values,
      versions,
    }),
  )
  const header = [
    `The environment of ${title}, proposed by Casebench from the components of the case.`,
    'It is plain Compose: change what you like. Passwords and ports are in .env; files of a service are in its folder.',
    ...plan.unmatched.map(({ component }) => `Not in here: ${spoken(component)}.`),
  ]
  return {
    files: [
      { path: 'environment/compose.yaml', text: composeText(rendered, header) },
      environmentFile(plan.services.map(values)),
      ...rendered.flatMap(({ files }) => files),
    ],
    services: plan.services.map((service) => summaryOf(service, hostPorts.get(service) ?? {})),
    wires: wires.map((wire) => ({
      from: wire.from.name,
      to: wire.to.name,
      interface: wire.use.interface,
      note: noteOf(wire, values),
    })),
    drivers: rendered.flatMap(({ drivers }) => drivers),
    assumptions: [...plan.assumptions, ...added],
    unmatched: plan.unmatched,
  }
}

const summaryOf = (
  service: PlannedService,
  hostPorts: Readonly<Record<string, number>>,
): ProposedService => ({
  name: service.name,
  recipe: service.recipe.id,
  title: service.recipe.title,
  version: service.choice.version,
  image: service.choice.reference,
  reason: service.choice.reason,
  stands: service.stands,
  startSeconds: service.body.startSeconds,
  memoryMb: service.body.memoryMb,
  ports: service.body.ports.map((port) => ({ ...port, host: hostPorts[port.name] ?? port.container })),
  licence: service.body.licence,
  login: service.body.login,
})
