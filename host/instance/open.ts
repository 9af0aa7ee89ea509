import { resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { BenchError } from '../../shared/contract/error.ts'
import { type Services, services } from '../../shared/contract/index.ts'
import { type Client, connect } from '../../shared/wire/client.ts'
import type { Wire } from '../../shared/wire/message.ts'
import { wirePair } from '../../shared/wire/pair.ts'
import { serve } from '../../shared/wire/server.ts'
import { dialControl, instance } from './control.ts'
import { ensureDataFolder } from './data-folder.ts'
import type { OpenBench } from './hold.ts'
import { alreadyRunning, readHostFile } from './host-file.ts'
import { hostVersion } from './version.ts'

export interface OpenOptions {
  dataDir: string
  /** What opens the bench in this process; the real one unless a test brings another. */
  open?: OpenBench
}

export interface OpenedClient {
  client: Client<Services>
  /** True when the bench runs in this process and closes with it. */
  owns: boolean
  close(): Promise<void>
}

/** Milliseconds to wait for a host that is starting or ending, and between two looks at it. */
const patienceMs = 30_000
const lookEveryMs = 50

/**
 * A client of the bench in `dataDir`: of the host that runs on it, or else of one opened in this process.
 * Both may name paths of this disk. Throws `in-use` where a host holds the folder and answers nobody.
 */
export const openClient = async (options: OpenOptions): Promise<OpenedClient> => {
  const dataDir = resolve(options.dataDir)
  ensureDataFolder(dataDir)
  const until = performance.now() + patienceMs
  for (;;) {
    const wire = await dialHost(dataDir)
    if (wire) return remote(wire)
    const own = await openHere({ ...options, dataDir })
    if (own) return own
    if (performance.now() > until) throw alreadyRunning(dataDir)
    await delay(lookEveryMs)
  }
}

/** A fresh one-time address of the browser shell from the host that runs on `dataDir`; null where none serves one. */
export const askForLink = async (dataDir: string): Promise<string | null> => {
  const wire = await dialHost(resolve(dataDir))
  if (!wire) return null
  try {
    return (await connect({ instance }, wire).instance.link({})).url
  } finally {
    wire.close()
  }
}

const dialHost = async (dataDir: string): Promise<Wire | null> => {
  const host = readHostFile(dataDir)
  const wire = host && (await dialControl({ path: host.socketPath, key: host.key }))
  if (!wire || host.version === hostVersion()) return wire
  wire.close()
  throw new BenchError(
    'in-use',
    `Casebench ${host.version} is running on this data folder (process ${host.pid}) and this is version ${hostVersion()}. Close it first, so that both do not change the same data.`,
  )
}

const remote = (wire: Wire): OpenedClient => ({
  client: connect(services, wire),
  owns: false,
  close: async () => wire.close(),
})

const openHere = async (options: OpenOptions): Promise<OpenedClient | null> => {
  // Loaded when it is needed: a command that finds a host running does not pay for the database.
  const { tryHoldBench } = await import('./hold.ts')
  const bench = await tryHoldBench({ ...options, stays: false })
  if (!bench) return null
  const [ours, theirs] = wirePair()
  const dispose = serve(theirs, bench.endpoints, { mayNamePaths: true })
  const close = async () => {
    ours.close()
    dispose()
    await bench.close()
  }
  return { client: connect(services, ours), owns: true, close }
}
