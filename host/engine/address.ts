import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** Where an engine may listen, and how that was learnt. */
export interface EngineAddress {
  /** As `DOCKER_HOST` names it: `unix:///…`, `tcp://…`, `npipe://…`. */
  readonly host: string
  /** What said so, for a person. */
  readonly from: string
  /** A folder with `ca.pem`, `cert.pem` and `key.pem`, where the engine is spoken to over TLS. */
  readonly certificates: string | null
}

export interface Surroundings {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
  /** The user's number; null on Windows. */
  readonly uid: number | null
  /** What stands before the system's own folders; a test has its own. */
  readonly root?: string
}

const config = z.object({ currentContext: z.string().max(200).optional() })
const meta = z.object({ Endpoints: z.object({ docker: z.object({ Host: z.string().max(2000) }) }) })

/** The address of the context that the Docker command uses, https://docs.docker.com/engine/manage-resources/contexts/. */
const contextAddress = ({ env, home }: Surroundings): EngineAddress | null => {
  const folder = env.DOCKER_CONFIG ?? join(home, '.docker')
  try {
    const set = config.parse(JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8')))
    const name = env.DOCKER_CONTEXT ?? set.currentContext
    if (name === undefined || name === 'default') return null
    const key = createHash('sha256').update(name).digest('hex')
    const path = join(folder, 'contexts', 'meta', key, 'meta.json')
    const { Endpoints } = meta.parse(JSON.parse(readFileSync(path, 'utf8')))
    return { host: Endpoints.docker.Host, from: `Docker context "${name}"`, certificates: null }
  } catch {
    // No Docker command was ever set up here, or it names a context that is gone.
    return null
  }
}

/** Every place where an engine may listen, the one that the user chose first. */
export const engineAddresses = (surroundings: Surroundings): EngineAddress[] => {
  const { env, home, platform, uid, root = '' } = surroundings
  const chosen = env.DOCKER_HOST
  if (chosen)
    return [
      {
        host: chosen,
        from: 'DOCKER_HOST',
        certificates: env.DOCKER_TLS_VERIFY ? (env.DOCKER_CERT_PATH ?? null) : null,
      },
    ]
  const context = contextAddress(surroundings)
  const usual = platform === 'win32' ? pipes : sockets({ env, home, uid, root })
  const all = [
    ...(context ? [context] : []),
    ...usual.map(([path, from]) => ({
      host: platform === 'win32' ? `npipe://${path}` : `unix://${path}`,
      from,
      certificates: null,
    })),
  ]
  return all.filter(({ host }, at) => all.findIndex((one) => one.host === host) === at)
}

const pipes: [string, string][] = [
  ['//./pipe/docker_engine', 'Docker'],
  ['//./pipe/dockerDesktopLinuxEngine', 'Docker Desktop'],
  ['//./pipe/podman-machine-default', 'Podman'],
]

const sockets = ({ env, home, uid, root = '' }: Omit<Surroundings, 'platform'>): [string, string][] => {
  const runtime = env.XDG_RUNTIME_DIR ?? (uid === null ? null : `${root}/run/user/${uid}`)
  const own: [string, string][] = runtime
    ? [
        [`${runtime}/docker.sock`, 'Docker without root'],
        [`${runtime}/podman/podman.sock`, 'Podman without root'],
      ]
    : []
  return [
    [`${root}/var/run/docker.sock`, 'Docker'],
    ...own,
    [join(home, '.docker/run/docker.sock'), 'Docker Desktop'],
    [join(home, '.docker/desktop/docker.sock'), 'Docker Desktop'],
    [join(home, '.colima/default/docker.sock'), 'Colima'],
    [join(home, '.orbstack/run/docker.sock'), 'OrbStack'],
    [join(home, '.local/share/containers/podman/machine/podman.sock'), 'Podman machine'],
    [`${root}/run/podman/podman.sock`, 'Podman'],
  ]
}
