import { existsSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import type Docker from 'dockerode'
import { BenchError } from '../../shared/contract/error.ts'
import { type EngineAddress, engineAddresses, type Surroundings } from './address.ts'
import { composeEnvironment } from './child-environment.ts'
import { type ComposeCommand, findCompose } from './compose-command.ts'

/** An engine that answers. */
export interface Engine {
  readonly docker: Docker
  readonly address: EngineAddress
  readonly kind: 'docker' | 'podman'
  readonly version: string
  readonly apiVersion: string
  readonly memoryBytes: number
  readonly cpus: number
  /** The environment of commands that speak to it. */
  readonly env: Readonly<Record<string, string>>
}

/** Why nothing answers at an address. */
export interface Silent {
  readonly address: EngineAddress
  readonly why: 'absent' | 'refused' | 'forbidden' | 'unsupported' | 'failed' | 'asleep'
  readonly said: string
}

export interface Engines {
  /** The engine, asked anew whether it still answers. Throws `no-engine` with what to do. */
  current(): Promise<Engine>
  /** The Compose command. Throws `no-compose`. */
  compose(): Promise<ComposeCommand>
  /** Looks for both anew, and says what was tried. */
  look(): Promise<Found>
  /** As `look`, the engine from memory as long as it answers, and Compose once it was found. */
  lookOnce(): Promise<Found>
  /** The environment of a command, with or without an engine. */
  environment(engine: Engine | null): Record<string, string>
  /** What to throw where an engine is needed and there is none. */
  none(silent: readonly Silent[]): BenchError
}

interface Looked {
  readonly engine: Engine | null
  readonly silent: readonly Silent[]
}

export interface Found extends Looked {
  readonly compose: ComposeCommand | null
}

/** Milliseconds that an engine may take to say that it is there. */
const answerWithin = 5000

export const hereNow = (env: NodeJS.ProcessEnv): Surroundings => ({
  platform: process.platform,
  env,
  home: env.HOME ?? homedir(),
  uid: process.getuid?.() ?? null,
})

/** Finds the engine of this machine, and keeps it as long as it answers. */
export const openEngines = (surroundings: Surroundings): Engines => {
  let known: Engine | null = null
  /** Which Compose command is right depends on the engine; finding it starts programs, so it is done once for each. */
  let composed: { kind: Engine['kind'] | null; command: ComposeCommand } | null = null
  const lookForEngine = async (): Promise<Looked> => {
    const silent: Silent[] = []
    let engine: Engine | null = null
    for (const address of engineAddresses(surroundings)) {
      const answer = await ask(address, surroundings)
      if ('docker' in answer) {
        engine = answer
        break
      }
      silent.push(answer)
    }
    known = engine
    const untold = !surroundings.env.DOCKER_HOST && silent.every(({ why }) => why === 'absent')
    if (!engine && untold && hasPodman(surroundings)) silent.push(asleep(surroundings))
    return { engine, silent }
  }
  /** The engine that is known, if it answers, or whichever does now. */
  const engineNow = async (): Promise<Looked> => {
    const engine = known
    return engine && (await answers(engine.docker)) ? { engine, silent: [] } : lookForEngine()
  }
  const composeFor = async (engine: Engine | null): Promise<ComposeCommand | null> => {
    const kind = engine?.kind ?? null
    if (composed?.kind === kind) return composed.command
    const command = await findCompose(composeEnvironment(surroundings.env, engine?.address ?? null), kind)
    composed = command && { kind, command }
    return command
  }
  const withCompose = async (looked: Looked): Promise<Found> => ({
    ...looked,
    compose: await composeFor(looked.engine),
  })
  return {
    async look() {
      composed = null
      return withCompose(await lookForEngine())
    },
    lookOnce: async () => withCompose(await engineNow()),
    async current() {
      const { engine, silent } = await engineNow()
      if (engine) return engine
      throw none(silent)
    },
    none,
    environment: (engine) => composeEnvironment(surroundings.env, engine?.address ?? null),
    async compose() {
      const compose = await composeFor(known)
      if (compose) return compose
      throw new BenchError(
        'no-compose',
        'No Compose command is installed, so the environment cannot be started. Install Docker Compose ("docker compose" or "docker-compose") or "podman-compose", then try again.',
      )
    },
  }
}

const none = (silent: readonly Silent[]): BenchError =>
  new BenchError('no-engine', noEngine(silent), { tried: silent.map(({ address }) => address.host) })

/** Whether Podman is installed, though none of its sockets is there. */
const hasPodman = ({ env, platform }: Surroundings): boolean =>
  (env.PATH ?? '')
    .split(delimiter)
    .some(
      (folder) => folder !== '' && existsSync(join(folder, platform === 'win32' ? 'podman.exe' : 'podman')),
    )

const asleep = ({ platform, uid }: Surroundings): Silent => {
  const how = platform === 'linux' ? (uid === 0 ? podmanStart.root : podmanStart.own) : podmanStart.machine
  return { address: { host: '', from: 'Podman', certificates: null }, why: 'asleep', said: how }
}

/** How Podman is made to listen, https://docs.podman.io/en/latest/markdown/podman-system-service.1.html. */
const podmanStart = {
  own: 'systemctl --user enable --now podman.socket',
  root: 'sudo systemctl enable --now podman.socket',
  machine: 'podman machine start',
} as const

/** What starts the engine that is usually at an address. */
const startOf = ({ host, from }: EngineAddress): string => {
  if (from === 'Podman machine' || host.startsWith('npipe://'))
    return `"${podmanStart.machine}", or Docker Desktop`
  if (from === 'Podman without root') return `"${podmanStart.own}"`
  if (from === 'Podman') return `"${podmanStart.root}"`
  if (from === 'Docker without root') return '"systemctl --user start docker"'
  if (from === 'Colima') return '"colima start"'
  return '"sudo systemctl start docker", or Docker Desktop'
}

/** One sentence on why no engine answers, with the next act. */
export const noEngine = (silent: readonly Silent[]): string => {
  const forbidden = silent.find(({ why }) => why === 'forbidden')
  if (forbidden) {
    const { from, host } = forbidden.address
    const remedy =
      from === 'Podman'
        ? `Use Podman without root ("${podmanStart.own}"), then try again.`
        : 'Add yourself to its group ("sudo usermod -aG docker $USER"), log in again, then try again.'
    return `${from} runs, but you may not use ${host}. ${remedy}`
  }
  const refused = silent.find(({ why }) => why === 'refused' || why === 'failed')
  if (refused) {
    const { address, said } = refused
    return `${address.from} does not answer at ${address.host} (${said}). Nothing was changed. Start it (${startOf(address)}), then try again.`
  }
  const unsupported = silent.find(({ why }) => why === 'unsupported')
  if (unsupported)
    return `${unsupported.address.from} names ${unsupported.address.host}, which Casebench cannot reach. Use a unix, npipe or tcp address.`
  const sleeping = silent.find(({ why }) => why === 'asleep')
  if (sleeping)
    return `Podman is installed, and does not listen for others. Say "${sleeping.said}", then try again.`
  const chosen = silent.find(({ address }) => address.from === 'DOCKER_HOST')
  if (chosen)
    return `DOCKER_HOST names ${chosen.address.host}, where nothing is. Start that engine, or unset DOCKER_HOST, then try again.`
  return 'No container engine was found on this machine. Install Docker or Podman and start it, then try again; services that are local processes run without one.'
}

/** Resolves when the engine answers; a socket that takes connections and says nothing is not one. */
const pinged = (docker: Docker): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error('it takes connections and does not answer')),
      answerWithin,
    )
    docker
      .ping()
      .then(() => resolve(), reject)
      .finally(() => clearTimeout(timer))
  })

const answers = async (docker: Docker): Promise<boolean> => {
  try {
    await pinged(docker)
    return true
  } catch {
    // It is looked for again.
    return false
  }
}

const ask = async (address: EngineAddress, { env }: Surroundings): Promise<Engine | Silent> => {
  const silent = (why: Silent['why'], said: string): Silent => ({ address, why, said })
  const options = await connection(address)
  if (!options) return silent('unsupported', 'this kind of address is not supported')
  if (
    options.socketPath &&
    process.platform !== 'win32' &&
    !statSync(options.socketPath, { throwIfNoEntry: false })
  )
    return silent('absent', 'there is no such socket')
  // Only those who use containers pay for its start.
  const { default: Client } = await import('dockerode')
  const docker = new Client(options)
  try {
    await pinged(docker)
    const [version, info] = await Promise.all([docker.version(), docker.info()])
    const kind = isPodman(version) ? 'podman' : 'docker'
    return {
      docker,
      address,
      kind,
      version: version.Version,
      apiVersion: version.ApiVersion,
      memoryBytes: Number(info.MemTotal ?? 0),
      cpus: Number(info.NCPU ?? 0),
      env: composeEnvironment(env, address, kind),
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code === 'EACCES' || code === 'EPERM') return silent('forbidden', 'permission denied')
    if (code === 'ENOENT') return silent('absent', 'there is no such socket')
    if (code === 'ECONNREFUSED') return silent('refused', 'nothing listens there')
    return silent('failed', error instanceof Error ? error.message : String(error))
  }
}

const isPodman = (version: Docker.DockerVersion): boolean =>
  JSON.stringify('Components' in version ? version.Components : '').includes('Podman')

const connection = async ({ host, certificates }: EngineAddress): Promise<Docker.DockerOptions | null> => {
  if (host.startsWith('unix://')) return { socketPath: host.slice('unix://'.length) }
  if (host.startsWith('npipe://')) return { socketPath: host.slice('npipe://'.length) }
  if (!/^(tcp|https?):\/\//.test(host)) return null
  const { hostname, port } = new URL(host.replace(/^tcp/, 'http'))
  if (!certificates)
    return {
      host: hostname,
      port: Number(port || 2375),
      protocol: host.startsWith('https') ? 'https' : 'http',
    }
  const [ca, cert, key] = await Promise.all(
    ['ca.pem', 'cert.pem', 'key.pem'].map((name) => readFile(join(certificates, name), 'utf8')),
  )
  return {
    host: hostname,
    port: Number(port || 2376),
    protocol: 'https',
    ca,
    cert,
    key,
  } as Docker.DockerOptions
}
