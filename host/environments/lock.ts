import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { cpus, release, totalmem } from 'node:os'
import { join, relative, sep } from 'node:path'
import type Docker from 'dockerode'
import type { EnvironmentLock, LockedService } from '../../shared/domain/stack/lock.ts'
import type { Recipe } from '../../shared/domain/stack/recipe.ts'
import type { Engine } from '../engine/engines.ts'
import { isMissing } from '../engine/failure.ts'
import { resolveEnvironment } from './compose/resolve.ts'
import { composeFolder, type EnvironmentDesk, needRoot, type Subject } from './desk.ts'
import { said } from './exec.ts'
import { type Inspected, ownContainers, serviceOf } from './observe.ts'
import { maskSecrets } from './secrets.ts'

/** Files of the environment folder that are looked at: more is no configuration. */
const filesAtMost = 5000
const settingAtMost = 10_000

/** What an environment is made of now. Throws `no-environment`, `no-engine`. */
export const lockOf = async (desk: EnvironmentDesk, subject: Subject): Promise<EnvironmentLock> => {
  const root = needRoot(subject)
  const folder = composeFolder(root)
  const { engine, compose } = await desk.engines.lookOnce()
  const environment = await resolveEnvironment({
    remembered: desk.remembered,
    ...{ folder, made: subject.made, project: subject.owner.project, compose },
    env: desk.engines.environment(engine),
  })
  const containers = engine ? await ownContainers(engine.docker, subject.owner) : []
  const first = containers.filter(
    (one, at) => containers.findIndex((other) => serviceOf(other) === serviceOf(one)) === at,
  )
  const services = await Promise.all(
    first.map(async (one) => {
      const extension = environment.extensions.get(serviceOf(one))
      const reports = extension === undefined ? null : await desk.reports(extension)
      const declared = environment.file.services[serviceOf(one)]
      const locked = await lockedContainer(
        engine as Engine,
        one,
        Object.keys(declared?.environment ?? {}),
        reports,
      )
      // One that is built here has a name of its own on each bench.
      const isOwn = locked.image.startsWith(`${subject.owner.project}_`)
      return isOwn ? { ...locked, image: declared?.image ?? locked.image } : locked
    }),
  )
  const processes = [...environment.processes].map(
    ([name, { command, environment: settings }]): LockedService => ({
      ...{ name, image: '', imageId: '', digest: '', version: '' },
      process: command.join(' ').slice(0, settingAtMost),
      settings: maskSecrets(settings),
    }),
  )
  return {
    format: 1,
    at: desk.now(),
    services: [...services, ...processes],
    files: await hashes(root, folder),
    engine: engine && {
      kind: engine.kind,
      version: engine.version,
      compose: compose ? `${compose.name} ${compose.version}` : '',
    },
    host: {
      ...{ os: process.platform, kernel: release(), arch: process.arch },
      ...{ cpus: cpus().length, memoryBytes: totalmem() },
    },
  }
}

const lockedContainer = async (
  { docker }: Engine,
  container: Inspected,
  declared: readonly string[],
  reports: Recipe['reports'],
): Promise<LockedService> => {
  const variables = new Map(
    container.Config.Env.map((line) => {
      const at = line.indexOf('=')
      return [line.slice(0, at), line.slice(at + 1).slice(0, settingAtMost)] as const
    }),
  )
  const settings = Object.fromEntries(declared.map((name) => [name, variables.get(name) ?? '']))
  return {
    name: serviceOf(container),
    image: container.Config.Image,
    imageId: container.Image,
    digest: await digestOf(docker, container.Image),
    process: null,
    version: reports && container.State.Running ? await reported(docker, container, reports) : '',
    settings: maskSecrets(settings),
  }
}

const digestOf = async (docker: Docker, image: string): Promise<string> => {
  try {
    const { RepoDigests } = await docker.getImage(image).inspect()
    return RepoDigests?.[0] ?? ''
  } catch (error) {
    if (isMissing(error)) return ''
    throw error
  }
}

/** What the software says of its version; empty where it does not answer as the recipe expects. */
const reported = async (
  docker: Docker,
  container: Inspected,
  { command, pattern }: NonNullable<Recipe['reports']>,
): Promise<string> => {
  try {
    const output = await said(docker, container.Id, command)
    const found = new RegExp(pattern, 'm').exec(output)
    return (found?.[1] ?? found?.[0] ?? '').slice(0, 1000)
  } catch {
    // A lock without this version is still one.
    return ''
  }
}

const hashes = async (root: string, folder: string): Promise<Record<string, string>> => {
  const found: Record<string, string> = {}
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name))
  for (const path of files.toSorted().slice(0, filesAtMost)) {
    const hash = createHash('sha256')
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
    found[relative(root, path).split(sep).join('/')] = hash.digest('hex')
  }
  return found
}
