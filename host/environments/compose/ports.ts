import { createServer } from 'node:net'
import type { MovedPort } from '../rows.ts'
import type { ResolvedFile, ResolvedPort } from './model.ts'

/** A port that a service publishes; `wanted` is null where any will do. */
export interface WantedPort {
  service: string
  container: number
  protocol: string
  wanted: number | null
}

/** A port as a Compose file gives it, in its short or long form, https://docs.docker.com/reference/compose-file/services/#ports. */
export const wantedPort = (service: string, port: ResolvedPort): WantedPort | null => {
  if (typeof port === 'object') {
    const published = Number(port.published ?? Number.NaN)
    const wanted = Number.isInteger(published) && published > 0 ? published : null
    return { service, container: port.target, protocol: port.protocol ?? 'tcp', wanted }
  }
  const found = /^(?:(?:\[[0-9a-fA-F:]+\]|\d+\.\d+\.\d+\.\d+):)?(?:(\d*):)?(\d+)(?:\/(\w+))?$/.exec(
    String(port),
  )
  if (!found) return null
  const published = Number(found[1] || Number.NaN)
  return {
    service,
    container: Number(found[2]),
    protocol: found[3] ?? 'tcp',
    wanted: Number.isNaN(published) ? null : published,
  }
}

export const wantedPorts = (file: ResolvedFile): WantedPort[] =>
  Object.entries(file.services).flatMap(([service, { ports = [] }]) =>
    ports.flatMap((port) => wantedPort(service, port) ?? []),
  )

/** Whether something listens on this port of any address of the machine. UDP ports are left to the engine to refuse. */
const isTaken = async (port: number): Promise<boolean> => {
  for (const host of ['127.0.0.1', '0.0.0.0']) if (!(await canListen(port, host))) return true
  return false
}

const canListen = (port: number, host: string): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error) =>
      // A port that only root may take is free for the engine, which runs as root.
      resolve('code' in error && error.code === 'EACCES'),
    )
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)))
  })

/** A port of this machine that nothing uses now. */
const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen({ port: 0, host: '127.0.0.1' }, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

export interface PortChoice {
  /** The port to publish, by service, container port and protocol. */
  readonly ports: ReadonlyMap<string, number>
  readonly moved: MovedPort[]
}

export const portKey = ({ service, container, protocol }: Omit<WantedPort, 'wanted'>): string =>
  `${service} ${container}/${protocol}`

/**
 * Gives each published port one of this machine: the one asked for, or, where it is taken or given already, a free one.
 * `held` are those that this environment has now, `refused` those that the engine did not get.
 */
export const choosePorts = async (
  wanted: readonly WantedPort[],
  held: ReadonlyMap<string, number>,
  refused: ReadonlySet<number> = new Set(),
  taken: (port: number) => Promise<boolean> = isTaken,
): Promise<PortChoice> => {
  const ports = new Map<string, number>()
  const moved: MovedPort[] = []
  const given = new Set<number>()
  for (const one of wanted) {
    const key = portKey(one)
    const now = held.get(key)
    const ours = new Set(held.values())
    const isFree = async (port: number) =>
      !given.has(port) && (ours.has(port) || !(refused.has(port) || (await taken(port))))
    let port = one.wanted
    if (port === null || !(await isFree(port))) {
      port = now !== undefined && !given.has(now) && !refused.has(now) ? now : await freeOne(given)
      if (one.wanted !== null)
        moved.push({ service: one.service, container: one.container, wanted: one.wanted, port })
    }
    given.add(port)
    ports.set(key, port)
  }
  return { ports, moved }
}

const freeOne = async (given: ReadonlySet<number>): Promise<number> => {
  for (;;) {
    const port = await freePort()
    if (!given.has(port)) return port
  }
}
