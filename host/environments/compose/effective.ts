import { imageLabelsOf, labelsOf, type Owner } from '../names.ts'
import type { ResolvedFile, ResolvedResource, ResolvedService } from './model.ts'
import { portKey, wantedPort } from './ports.ts'

export interface Changes {
  readonly owner: Owner
  /** The port to publish, by service, container port and protocol. */
  readonly ports: ReadonlyMap<string, number>
  /** Services that run as local processes, and so not here. */
  readonly processes: ReadonlySet<string>
  readonly images?: Readonly<Record<string, string>> | undefined
  readonly environment?: Readonly<Record<string, Readonly<Record<string, string | null>>>> | undefined
}

type Labels = ResolvedResource['labels']

/**
 * The Compose file that is really run: what `config` made of the customer's, with our labels on everything, ports on
 * the loopback address only, and no name that is shared with others on the engine. Nothing is read again between the
 * review of it and the start.
 */
export const effectiveFile = (file: ResolvedFile, changes: Changes): ResolvedFile => {
  const labels = labelsOf(changes.owner)
  const services = Object.fromEntries(
    Object.entries(withOwnImages(file.services, changes.owner))
      .filter(([name]) => !changes.processes.has(name))
      .map(([name, service]) => [name, effectiveService(name, service, changes)]),
  )
  const networks = { default: null, ...(file.networks ?? {}) }
  return {
    ...file,
    services,
    networks: ownResources(networks, labels, changes.owner.project),
    volumes: ownResources(file.volumes ?? {}, labels, changes.owner.project),
  }
}

const effectiveService = (name: string, service: ResolvedService, changes: Changes): ResolvedService => {
  const { container_name: fixedName, profiles: _profiles, 'x-casebench': _ours, ...rest } = service
  const { labels, ports, depends_on: needs, environment, ...others } = rest
  const image = changes.images?.[name]
  const varied = changes.environment?.[name]
  return {
    ...others,
    ...(image === undefined ? {} : { image: escaped(image), build: undefined }),
    labels: { ...record(labels), ...labelsOf(changes.owner) },
    ...(ports ? { ports: ports.flatMap((port) => published(name, port, changes)) } : {}),
    ...(needs ? { depends_on: without(needs, changes.processes) } : {}),
    ...(environment || varied ? { environment: variedVariables(environment, varied) } : {}),
    ...(fixedName === undefined ? {} : aliased(service, fixedName)),
  }
}

/**
 * An image that is built here gets a name of the project's own, like a network. By the name in the file it would stand
 * in the place of a published image for every other environment on the engine. Services that name it without building
 * it are built the same way, since nobody may have published it.
 */
const withOwnImages = (services: ResolvedFile['services'], owner: Owner): ResolvedFile['services'] => {
  const own = (name: string, build: ResolvedService['build']) => ({
    build: labelledBuild(build, owner),
    image: `${owner.project}_${name.toLowerCase()}`,
  })
  const built = new Map<string, ReturnType<typeof own>>()
  for (const [name, { build, image }] of Object.entries(services))
    if (build && image !== undefined && !built.has(image)) built.set(image, own(name, build))
  return Object.fromEntries(
    Object.entries(services).map(([name, service]) => {
      const { build, image = '' } = service
      return [name, { ...service, ...(build ? own(name, build) : built.get(image)) }]
    }),
  )
}

const labelledBuild = (build: ResolvedService['build'], owner: Owner) => {
  const given = typeof build === 'string' ? { context: build } : build
  return { ...given, labels: { ...record(given?.labels), ...imageLabelsOf(owner) } }
}

/** As Compose writes a dollar that is no variable. */
const escaped = (text: string) => text.replaceAll('$', '$$$$')

const record = (labels: Labels): Record<string, string | number | boolean | null> => {
  if (!Array.isArray(labels)) return labels ?? {}
  return Object.fromEntries(
    labels.map((line) => {
      const at = line.indexOf('=')
      return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)]
    }),
  )
}

const published = (
  service: string,
  port: NonNullable<ResolvedService['ports']>[number],
  { ports }: Changes,
) => {
  const wanted = wantedPort(service, port)
  const chosen = wanted && ports.get(portKey(wanted))
  return wanted && chosen ? [`127.0.0.1:${chosen}:${wanted.container}/${wanted.protocol}`] : []
}

const without = (needs: NonNullable<ResolvedService['depends_on']>, gone: ReadonlySet<string>) =>
  Array.isArray(needs)
    ? needs.filter((name) => !gone.has(name))
    : Object.fromEntries(Object.entries(needs).filter(([name]) => !gone.has(name)))

const variedVariables = (
  environment: ResolvedService['environment'],
  varied: Readonly<Record<string, string | null>> = {},
): ResolvedService['environment'] => {
  const kept = Object.entries(environment ?? {}).filter(([name]) => !(name in varied))
  const given = Object.entries(varied).flatMap(([name, value]) =>
    value === null ? [] : [[name, escaped(value)] as const],
  )
  return Object.fromEntries([...kept, ...given])
}

/** A container's fixed name would clash with another bench's; other services still reach it by that name. */
const aliased = ({ networks, network_mode: mode }: ResolvedService, name: string) => {
  if (mode !== undefined && networks === undefined) return {}
  const named = Array.isArray(networks)
    ? Object.fromEntries(networks.map((network) => [network, null]))
    : (networks ?? { default: null })
  return {
    networks: Object.fromEntries(
      Object.entries(named).map(([network, settings]) => {
        const given = typeof settings === 'object' && settings !== null ? settings : {}
        const known = 'aliases' in given && Array.isArray(given.aliases) ? given.aliases : []
        return [network, { ...given, aliases: [...known, name] }]
      }),
    ),
  }
}

/** Networks and volumes carry our labels and a name of the project's own; external ones stay what they are. */
const ownResources = (
  resources: Readonly<Record<string, ResolvedResource | null>>,
  labels: Record<string, string>,
  project: string,
) =>
  Object.fromEntries(
    Object.entries(resources).map(([key, resource]) => {
      if (resource?.external) return [key, resource]
      const { name: _shared, external: _no, ...rest } = resource ?? {}
      return [key, { ...rest, name: `${project}_${key}`, labels: { ...record(rest.labels), ...labels } }]
    }),
  )
