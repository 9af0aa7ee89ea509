import { statfs } from 'node:fs/promises'
import type { EngineFinding } from '../../shared/contract/environments.ts'
import type { ComposeCommand } from './compose-command.ts'
import type { Engine, Engines, Silent } from './engines.ts'
import { noEngine } from './engines.ts'

/** Below this an engine lacks what is used here: health in its answers, labels on volumes, Compose's file format. */
const oldestApi = [1, 40] as const
/** Bytes of memory and disk below which stacks of several services get into trouble. */
const littleMemory = 4_000_000_000
const littleDisk = 10_000_000_000
const noDisk = 2_000_000_000

export interface Diagnosis {
  readonly engine: Engine | null
  readonly compose: { name: string; version: string } | null
  readonly findings: EngineFinding[]
}

const ok = (name: EngineFinding['name'], finding: string): EngineFinding => ({
  ...{ name, level: 'ok' as const, finding, remedy: '' },
})

/** What is missing before an environment can be started, each with what to do. */
export const diagnose = async (engines: Engines): Promise<Diagnosis> => {
  const { engine, silent, compose } = await engines.look()
  const findings = [
    engine ? ofEngine(engine) : missing(silent),
    ...(engine ? [ofVersion(engine), ofMemory(engine), ...(await ofDisk(engine))] : []),
    compose ? ofCompose(compose) : noCompose(engine),
  ]
  return { engine, compose: compose && { name: compose.name, version: compose.version }, findings }
}

/** The first Compose 1 that takes a file without a version. */
const oldestCompose = [1, 27] as const

const ofCompose = ({ name, version }: ComposeCommand): EngineFinding => {
  const has = `Compose: ${name} ${version}.`
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const old = major < oldestCompose[0] || (major === oldestCompose[0] && minor < oldestCompose[1])
  // Programs of Podman count their versions otherwise.
  if (!name.startsWith('docker') || !old) return ok('compose', has)
  return {
    name: 'compose',
    level: 'problem',
    finding: `${has} It is too old for files without a version.`,
    remedy: `Update it to ${oldestCompose.join('.')} or later, or install the package docker-compose-plugin.`,
  }
}

const noCompose = (engine: Engine | null): EngineFinding => ({
  name: 'compose',
  level: 'problem',
  finding:
    engine?.kind === 'docker'
      ? 'No Compose command that speaks to Docker is installed.'
      : 'No Compose command is installed.',
  remedy: `${composeRemedies[engine?.kind ?? 'none']} Services that are local processes run without it.`,
})

const composeRemedies = {
  docker:
    'Install the package docker-compose-plugin or docker-compose; podman-compose starts containers in Podman only.',
  podman: 'Install the package podman-compose, or docker-compose, which Podman takes too.',
  none: 'Install the package docker-compose-plugin (or docker-compose, or podman-compose).',
} as const

const missing = (silent: readonly Silent[]): EngineFinding => {
  const [finding = '', ...rest] = noEngine(silent).split(/(?<=\.) /)
  return { name: 'engine', level: 'problem', finding, remedy: rest.join(' ') }
}

const ofEngine = ({ kind, version, address }: Engine): EngineFinding =>
  ok('engine', `${kind === 'podman' ? 'Podman' : 'Docker'} ${version} answers at ${address.host}.`)

const ofVersion = ({ apiVersion }: Engine): EngineFinding => {
  const [major = 0, minor = 0] = apiVersion.split('.').map(Number)
  const old = major < oldestApi[0] || (major === oldestApi[0] && minor < oldestApi[1])
  if (!old) return ok('version', `It speaks version ${apiVersion} of the engine's interface.`)
  return {
    name: 'version',
    level: 'problem',
    finding: `The engine is too old: it speaks version ${apiVersion} of its interface, and ${oldestApi.join('.')} is needed.`,
    remedy: 'Update Docker to 19.03 or later, or Podman to 4 or later.',
  }
}

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`

const ofMemory = ({ memoryBytes, cpus }: Engine): EngineFinding => {
  const has = `The engine has ${gigabytes(memoryBytes)} of memory and ${cpus} processors.`
  if (memoryBytes === 0 || memoryBytes >= littleMemory) return ok('memory', has)
  return {
    name: 'memory',
    level: 'warning',
    finding: has,
    remedy:
      'Give it 4 GB or more (Docker Desktop, Colima and Podman machines have a setting); databases start slowly or not at all with less.',
  }
}

/** How full the engine's disk is, where it is a disk of this machine. */
const ofDisk = async ({ docker }: Engine): Promise<EngineFinding[]> => {
  try {
    const { DockerRootDir: folder } = await docker.info()
    const { bavail, bsize } = await statfs(folder)
    const free = bavail * bsize
    const has = `The engine's disk has ${gigabytes(free)} free (${folder}).`
    if (free >= littleDisk) return [ok('disk', has)]
    return [
      {
        name: 'disk',
        level: free < noDisk ? 'problem' : 'warning',
        finding: has,
        remedy:
          'Free some: reclaim what of your environments may go; "docker image prune" removes images without a name.',
      },
    ]
  } catch {
    // The engine runs in a virtual machine, or its folder is not for us to look at.
    return []
  }
}
