import { isWithinRange, numbersOf } from '../../recipes/version.ts'
import type { PlannedService } from './plan.ts'
import { fill, fillFile, type ServiceValues, type Values, wireValues } from './values.ts'
import type { Wire } from './wire.ts'

export interface ProposedFile {
  /** In the workspace, with forward slashes. */
  path: string
  text: string
}

export interface ProposedDriver {
  service: string
  /** With the version that the case names, if it does. */
  purl: string
  /** The folder of the workspace it belongs into. */
  folder: string
  /** The service that it is for. */
  reaches: string
}

export interface RenderedService {
  name: string
  /** As it stands in the Compose file. */
  definition: Record<string, unknown>
  /** Lines above it there. */
  comment: string[]
  /** Named volumes that it has. */
  volumes: string[]
  files: ProposedFile[]
  drivers: ProposedDriver[]
}

interface Surroundings {
  /** Wires from this service. */
  wires: readonly Wire[]
  /** Wires to this service. */
  used: readonly Wire[]
  valuesOf: (service: PlannedService) => ServiceValues
  /** Versions of packages of the case by package URL, for drivers. */
  versions: ReadonlyMap<string, string>
}

/** Puts text where a line says `{fragments.name}` and nothing else, indented as that line is; no text, no line. */
const withFragments = (text: string, fragments: Readonly<Record<string, string[]>>): string =>
  text
    .split('\n')
    .flatMap((line) => {
      const [, indent = '', name] = /^(\s*)\{fragments\.(\w+)\}$/.exec(line) ?? []
      if (name === undefined) return [line]
      const lines = (fragments[name] ?? []).join('\n').split('\n')
      return lines.filter((one) => one.trim() !== '').map((one) => indent + one)
    })
    .join('\n')

const usesFragment = (text: string, fragments: Readonly<Record<string, string[]>>): boolean =>
  Object.keys(fragments).some((name) => text.includes(`{fragments.${name}}`))

/** The files of a service, and how they are mounted. */
const configOf = (
  service: PlannedService,
  around: Surroundings,
): { files: ProposedFile[]; mounts: string[] } => {
  const { own } = around.valuesOf(service)
  const fragments: Record<string, string[]> = {}
  const recipeFiles = [...service.body.config, ...around.used.flatMap(({ offer }) => offer.config)]
  const distinct = recipeFiles.filter(
    (one, at) => recipeFiles.findIndex(({ path }) => path === one.path) === at,
  )
  const nameOf = (fragment: string): string =>
    distinct.find(({ text }) => text.includes(`{fragments.${fragment}}`))?.name ?? ''
  // A proxy takes the first path that fits, so the root comes last.
  for (const wire of around.wires.toSorted((one, other) => other.mount.length - one.mount.length)) {
    const values = wireValues(wire, own, around.valuesOf(wire.to).own)
    for (const [name, text] of Object.entries(wire.use.fragments)) {
      fragments[name] ??= []
      fragments[name].push(fillFile(text, nameOf(name), values).trimEnd())
    }
  }
  const written = distinct.filter(({ text, whenWired }) => !whenWired || usesFragment(text, fragments))
  return {
    files: written.map(({ name, text }) => ({
      path: `environment/${service.name}/${name}`,
      text: withFragments(fillFile(text, name, own), fragments),
    })),
    mounts: written.map(({ name, path }) => `./${service.name}/${name}:${path}:ro`),
  }
}

const driversOf = (service: PlannedService, around: Surroundings): ProposedDriver[] =>
  around.wires.flatMap(({ use: { driver }, to }) => {
    if (driver === null) return []
    const folder = service.body.folders.find(({ path }) => path === driver.folder)
    const inCase = [driver.purl, ...driver.instead].find((purl) => around.versions.has(purl))
    const version = around.versions.get(inCase ?? driver.purl) ?? ''
    return [
      {
        service: service.name,
        purl: (inCase ?? driver.purl) + (version === '' ? '' : `@${version}`),
        folder: `environment/${service.name}/${folder?.name ?? 'drivers'}`,
        reaches: to.name,
      },
    ]
  })

/** A folder that a person fills exists from the start, or the engine would make it as root. */
const foldersOf = (service: PlannedService, drivers: readonly ProposedDriver[]): ProposedFile[] =>
  service.body.folders.map(({ name, holds, path }) => {
    const here = drivers.filter(({ folder }) => folder === `environment/${service.name}/${name}`)
    const wanted = here.map(({ purl, reaches }) => `Wanted for ${reaches}: ${purl}\n`)
    return {
      path: `environment/${service.name}/${name}/README.txt`,
      text: `${holds}\n${service.name} sees this folder as ${path}.\n${wanted.join('')}`,
    }
  })

const environmentOf = (service: PlannedService, around: Surroundings): Record<string, string> => {
  const { own } = around.valuesOf(service)
  const environment: Record<string, string> = {}
  const put = (texts: Readonly<Record<string, string>>, values: Values): void => {
    for (const [name, text] of Object.entries(texts))
      environment[fill(name, values).compose] = fill(text, values).compose
  }
  put(service.body.environment, own)
  for (const wire of around.wires)
    put(wire.use.environment, wireValues(wire, own, around.valuesOf(wire.to).own))
  return environment
}

const healthOf = (service: PlannedService, own: Values): Record<string, unknown> => {
  const { health, startSeconds } = service.body
  if (health === null) return {}
  return {
    healthcheck: {
      test: health.test.map((part) => fill(part, own).compose),
      interval: `${health.intervalSeconds}s`,
      timeout: `${health.timeoutSeconds}s`,
      retries: health.retries,
      start_period: `${startSeconds}s`,
    },
  }
}

const commentOf = (
  service: PlannedService,
  around: Surroundings,
  drivers: readonly ProposedDriver[],
): string[] => {
  const { own } = around.valuesOf(service)
  const { licence, login } = service.body
  return [
    `${service.recipe.title} ${service.choice.version}: ${service.choice.reason}.`,
    service.stands === ''
      ? 'Not among the components; another service needs it.'
      : `In the case: ${service.stands}.`,
    service.choice.note,
    service.choice.image.note,
    ...service.recipe.images
      .filter((image) => image.alternative && isWithinRange(numbersOf(service.choice.version), image))
      .map((image) => `Instead: ${image.image}. ${image.note}`),
    ...around.wires.map((wire) => {
      const note = fill(wire.use.note, wireValues(wire, own, around.valuesOf(wire.to).own)).text
      return `Uses ${wire.to.name} (${wire.use.interface}). ${note}`.trim()
    }),
    ...drivers.map(({ purl, folder }) => `Needs ${purl} in ${folder}.`),
    licence === null ? '' : `Licence: ${licence.name}, ${licence.url}`,
    login === null ? '' : `Login: ${login.registry}; an account is made at ${login.url}`,
    ...service.recipe.notes,
  ].filter((line) => line !== '')
}

/** One service of the Compose file with its files. */
export const renderService = (service: PlannedService, around: Surroundings): RenderedService => {
  const { own } = around.valuesOf(service)
  const { body, name } = service
  const config = configOf(service, around)
  const drivers = driversOf(service, around)
  const environment = environmentOf(service, around)
  const volumes = body.volumes.map((volume) => ({ name: `${name}-${volume.name}`, path: volume.path }))
  const mounts = [
    ...volumes.map((volume) => `${volume.name}:${volume.path}`),
    ...body.folders.map((folder) => `./${name}/${folder.name}:${folder.path}${folder.writable ? '' : ':ro'}`),
    ...config.mounts,
  ]
  const definition: Record<string, unknown> = {
    image: service.choice.reference,
    hostname: name,
    ...(body.health === null ? { init: true } : {}),
    ...(body.command === null ? {} : { command: body.command.map((part) => fill(part, own).compose) }),
    ...(Object.keys(environment).length === 0 ? {} : { environment }),
    ...(body.ports.length === 0
      ? {}
      : {
          ports: body.ports.map((port) => `127.0.0.1:${own[`port.${port.name}`]?.compose}:${port.container}`),
        }),
    ...(mounts.length === 0 ? {} : { volumes: mounts }),
    ...(around.wires.length === 0
      ? {}
      : {
          depends_on: Object.fromEntries(
            around.wires.map(({ to }) => [
              to.name,
              { condition: to.body.health === null ? 'service_started' : 'service_healthy' },
            ]),
          ),
        }),
    ...healthOf(service, own),
    mem_limit: `${body.memoryMb}m`,
    'x-casebench': { recipe: service.recipe.id, version: service.choice.version },
  }
  return {
    name,
    definition,
    comment: commentOf(service, around, drivers),
    volumes: volumes.map((volume) => volume.name),
    files: [...config.files, ...foldersOf(service, drivers)],
    drivers,
  }
}
