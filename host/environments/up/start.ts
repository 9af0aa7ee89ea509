import type { Environment, ServiceStatus } from '../../../shared/contract/environments.ts'
import { BenchError, cancelled } from '../../../shared/contract/error.ts'
import { awakeTime } from '../../clock/awake.ts'
import type { Engine } from '../../engine/engines.ts'
import { engineFailure, engineFull, engineLost, isEngineLost } from '../../engine/failure.ts'
import type { CommandEnd } from '../../engine/run.ts'
import { addressesOf } from '../addresses.ts'
import { effectiveFile } from '../compose/effective.ts'
import type { ResolvedFile } from '../compose/model.ts'
import { choosePorts, portKey, wantedPorts } from '../compose/ports.ts'
import { type ResolvedEnvironment, resolveEnvironment } from '../compose/resolve.ts'
import { composeFolder, type EnvironmentDesk, needRoot, type Subject, type VaultImage } from '../desk.ts'
import { hasFailed, type Inspected, ownContainers, serviceOf } from '../observe.ts'
import { ownVolumes, removeEnvironment } from '../remove.ts'
import { refuseDangers } from '../reviewing.ts'
import { beginAct, endAct, keepPorts, type MovedPort } from '../rows.ts'
import type { Variation } from '../runner.ts'
import { environmentOf } from '../status.ts'
import { variedProcesses, variedRoot } from '../variation.ts'
import { runCompose, type StartedProject, writeProject } from './compose.ts'
import { fetchImages, missingImages } from './images.ts'
import { unhealthy, waitReady } from './wait.ts'

export interface UpProgress {
  readonly phase: 'read' | 'review' | 'clear' | 'pull' | 'start' | 'wait'
  readonly text: string
  readonly services: ServiceStatus[]
}

export interface UpOptions {
  readonly fresh?: boolean
  readonly variation?: Variation | undefined
  readonly timeoutSeconds: number
  readonly signal: AbortSignal
  /** Called once what was there before is gone and before anything starts; puts a snapshot's volumes in place. */
  readonly prepare?: ((engine: Engine) => Promise<void>) | undefined
  tell(progress: UpProgress): void
}

interface Reading {
  /** The workspace, or what a variation makes of it. */
  readonly root: string
  readonly folder: string
  readonly engine: Engine | null
  readonly environment: ResolvedEnvironment
}

/**
 * Starts what the Compose file of a case says and waits until every service is ready. What it began is recorded first,
 * so that a crash leaves nothing that is not known. Throws a sentence for each bad day.
 */
export const startEnvironment = async (
  desk: EnvironmentDesk,
  subject: Subject,
  options: UpOptions,
): Promise<Environment> => {
  const { tell, signal } = options
  const { caseId, project } = subject.owner
  const step = (phase: UpProgress['phase'], text: string) => tell({ phase, text, services: [] })
  step('read', 'Reading the Compose file')
  const reading = await read(desk, subject, options)
  const { engine, environment } = reading
  await desk.mayUse(imagesOf(environment.file, options.variation))
  const volumes = engine
    ? await onEngine('Looking at the volumes', () => ownVolumes(engine.docker, subject.owner))
    : []
  // Those that are to be cleared need not be kept when this is cut off.
  await desk.database.write(beginAct, {
    caseId,
    project,
    act: 'starting',
    volumes: options.fresh ? [] : volumes,
  })
  try {
    if (options.fresh) await clear(desk, subject, engine, step)
    if (engine) await options.prepare?.(engine)
    const started = engine ? await startContainers(desk, subject, reading, engine, options) : []
    if (environment.processes.size > 0) {
      step('start', 'Starting local processes')
      await desk.processes.start({
        ...{ caseId, root: reading.root, made: subject.made, signal },
        services: variedProcesses(environment.processes, options.variation?.environment),
        ...{ addresses: addressesOf(started), timeoutMs: options.timeoutSeconds * 1000 },
      })
    }
    await desk.database.write(endAct, { caseId, note: '' })
  } catch (error) {
    const failure = signal.aborted
      ? cancelled()
      : engineFailure(error, `Starting the environment of ${subject.ref}`)
    const note = signal.aborted
      ? 'The last start was cancelled before every service was ready.'
      : failure.message
    await desk.database.write(endAct, { caseId, note: note.slice(0, 10_000) })
    throw failure
  }
  return environmentOf(desk, subject)
}

const read = async (desk: EnvironmentDesk, subject: Subject, options: UpOptions): Promise<Reading> => {
  const { variation, signal } = options
  const plain = needRoot(subject)
  const root = variation?.files ? await variedRoot(plain, subject.made, variation.files) : plain
  const folder = composeFolder(root)
  options.tell({ phase: 'review', text: 'Looking for what it may not do', services: [] })
  const { caseId } = subject.owner
  await refuseDangers(desk, { caseId, root, original: plain })
  const { engine, silent, compose } = await desk.engines.lookOnce()
  const environment = await resolveEnvironment({
    remembered: desk.remembered,
    ...{ folder, made: subject.made, project: subject.owner.project, compose, signal },
    env: desk.engines.environment(engine),
    review: (normalised) => refuseDangers(desk, { caseId, root, original: plain, normalised }),
  })
  const needsEngine = Object.keys(environment.file.services).some((name) => !environment.processes.has(name))
  if (needsEngine && !engine) throw desk.engines.none(silent)
  return { root, folder, engine: needsEngine ? engine : null, environment }
}

const onEngine = async <T>(what: string, act: () => Promise<T>): Promise<T> => {
  try {
    return await act()
  } catch (error) {
    throw engineFailure(error, what)
  }
}

const clear = async (
  desk: EnvironmentDesk,
  { owner, made }: Subject,
  engine: Engine | null,
  step: (phase: UpProgress['phase'], text: string) => void,
) => {
  step('clear', 'Removing the containers and volumes of the last start')
  await desk.processes.stop(owner.caseId)
  await desk.processes.clearLogs(made)
  if (engine) await removeEnvironment(engine.docker, owner, { volumes: () => true, graceSeconds: 0 })
}

const startContainers = async (
  desk: EnvironmentDesk,
  subject: Subject,
  { environment, folder }: Reading,
  engine: Engine,
  { tell, signal, variation, timeoutSeconds }: UpOptions,
): Promise<ServiceStatus[]> => {
  const { owner, made } = subject
  const compose = await desk.engines.compose()
  const wanted = wantedPorts(environment.file).filter(({ service }) => !environment.processes.has(service))
  const held = heldPorts(await ownContainers(engine.docker, owner))
  /** Images that the engine knows by their id only. */
  let byId: Record<string, string> = {}
  const begin = async (refused: ReadonlySet<number>) => {
    const { ports, moved } = await choosePorts(wanted, held, refused)
    await desk.database.write(keepPorts, { caseId: owner.caseId, ports: moved })
    const processes = new Set(environment.processes.keys())
    const images = { ...variation?.images, ...byId }
    const changes = { owner, ports, processes, images, environment: variation?.environment }
    const file = effectiveFile(environment.file, changes)
    const onLine = (line: string) => tell({ phase: 'start', text: line, services: [] })
    const project = { engine, compose, name: owner.project, folder, made, file, signal, onLine }
    await writeProject(project)
    return { project, moved, ports }
  }
  let { project, moved, ports } = await begin(new Set())
  const absent = await missingImages(engine, project.file)
  if (absent.length > 0) {
    tell({ phase: 'pull', text: 'Looking into the image vault', services: [] })
    const found = await desk.fromVault(
      absent.map(({ image }) => image),
      signal,
    )
    byId = idsOf(absent, found)
    ;({ project, moved, ports } = await begin(new Set()))
    const missing = await missingImages(engine, project.file)
    for (const { image } of missing) tell({ phase: 'pull', text: `Fetching ${image}`, services: [] })
    await fetchImages(project, missing, desk.refusal)
  }
  const up = () => runCompose(project, ['up', '--detach', '--remove-orphans'])
  let end = await up()
  if (end.exitCode !== 0 && isPortTaken(end.stderr)) {
    // Somebody took one between our look and the engine's; with other ones it goes on.
    ;({ project, moved, ports } = await begin(new Set(ports.values())))
    end = await up()
  }
  if (end.exitCode !== 0) throw await upFailure({ project, moved, owner, signal }, end)
  using time = awakeTime()
  return await waitReady({
    ...{ engine, owner, moved, signal, timeoutMs: timeoutSeconds * 1000, now: time.passed },
    services: Object.keys(project.file.services),
    tell: (services) => tell({ phase: 'wait', text: waitingFor(services), services }),
  })
}

const imagesOf = ({ services }: ResolvedFile, variation: Variation | undefined): string[] => [
  ...Object.values(services).flatMap(({ image }) => image ?? []),
  ...Object.values(variation?.images ?? {}),
]

const idsOf = (absent: readonly { service: string; image: string }[], found: readonly VaultImage[]) =>
  Object.fromEntries(
    absent.flatMap(({ service, image }) => {
      const known = found.find((one) => one.image === image && one.from === 'vault' && !one.byName)
      return known ? [[service, known.imageId]] : []
    }),
  )

const waitingFor = (services: readonly ServiceStatus[]): string => {
  const open = services.filter(({ ready }) => !ready).map(({ service }) => service)
  return open.length === 0 ? 'Every service is ready' : `Waiting for ${open.join(', ')}`
}

/** The ports that an environment has now, which are not in its own way. */
const heldPorts = (containers: readonly Inspected[]): Map<string, number> =>
  new Map(
    containers
      .filter(({ State }) => State.Running)
      .flatMap((one) =>
        Object.entries(one.NetworkSettings.Ports ?? {}).flatMap(([name, bindings]) =>
          (bindings ?? []).slice(0, 1).map(({ HostPort }) => {
            const [container, protocol = 'tcp'] = name.split('/')
            const key = portKey({ service: serviceOf(one), container: Number(container), protocol })
            return [key, Number(HostPort)] as const
          }),
        ),
      ),
  )

const isPortTaken = (stderr: string): boolean =>
  /port is already allocated|address already in use|ports are not available/i.test(stderr)

interface Failed {
  readonly project: StartedProject
  readonly moved: MovedPort[]
  readonly owner: Subject['owner']
  readonly signal: AbortSignal
}

/** Why Compose did not start it, as an error with a sentence. */
const upFailure = async (
  { project, moved, owner, signal }: Failed,
  { stderr }: CommandEnd,
): Promise<BenchError> => {
  const what = 'Starting the containers'
  const { engine } = project
  let containers: Inspected[]
  try {
    containers = await ownContainers(engine.docker, owner)
  } catch (error) {
    return isEngineLost(error) ? engineLost(what) : engineFailure(error, what)
  }
  if (/no space left on device/i.test(stderr)) return engineFull(what)
  if (isPortTaken(stderr))
    return new BenchError(
      'port-taken',
      `A port was taken while the environment started, twice. Nothing of yours was lost; try again. The engine says: ${stderr.slice(-500)}`,
    )
  const failed = containers.filter(hasFailed)
  if (failed.length > 0) return unhealthy({ engine, moved, signal }, failed, '')
  return new BenchError('failed', `${what} failed. Compose says: ${complaints(stderr)}`, {
    said: stderr,
  })
}

/** What went wrong among the lines on what went well; all of them where none is marked. */
const complaints = (stderr: string): string => {
  const lines = stderr.split('\n').filter((line) => /error/i.test(line) && !/\.\.\. *(error)?$/.test(line))
  return (lines.length > 0 ? [...new Set(lines)].join('\n') : stderr.trim()).slice(-2000)
}
