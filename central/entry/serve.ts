import { BlockList, isIP } from 'node:net'
import { join } from 'node:path'
import { v7 } from 'uuid'
import { BenchError } from '../../shared/contract/error.ts'
import { administratorLink, linkAddress } from '../access/links.ts'
import { tidy } from '../access/upkeep.ts'
import { openBlobStore } from '../blobs/open-store.ts'
import { type SweepOptions, sweepBlobs } from '../blobs/sweep.ts'
import { codeOf } from '../database/failures.ts'
import { sweepErased } from '../erasure/erase.ts'
import type { LogLevel } from '../http/log.ts'
import { readTls } from '../http/tls.ts'
import { openProvider, type ProviderOptions } from '../identity/provider.ts'
import { composeAccess, composeCentral } from './compose.ts'
import { openStorage } from './storage.ts'
import { centralVersion } from './version.ts'

export interface ServeOptions {
  readonly dataDir: string
  readonly databaseUrl?: string | undefined
  /** A folder or `s3://bucket`; without it a folder beside the database. */
  readonly blobs?: string | undefined
  readonly host: string
  /** 0 for any that is free. */
  readonly port: number
  readonly tls?: { readonly cert: string; readonly key: string } | undefined
  readonly behindProxy: boolean
  readonly publicUrl?: string | undefined
  readonly identityProvider?: ProviderOptions | undefined
  readonly logLevel: LogLevel
  readonly announce: (started: { url: string; adminLink: string | null }) => void
  readonly say: (sentence: string) => void
  /** Ends the service. */
  readonly signal: AbortSignal
}

/** How long requests under way may take when the service is told to end, ms; container platforms kill after 30 s. */
const DRAIN_PATIENCE = 20_000
const TIDY_EVERY = 60 * 60_000
const SWEEP_ERASED_EVERY = 60_000

/** Serves until told to end, then lets requests finish. Throws a sentence where it cannot serve. */
export const runServe = async (options: ServeOptions): Promise<void> => {
  const { host, port, behindProxy, say, signal } = options
  const tls = options.tls && readTls(options.tls.cert, options.tls.key)
  requirePrivacy(host, tls !== undefined || behindProxy)
  const publicUrl = options.publicUrl === undefined ? undefined : originOf(options.publicUrl)
  const provider = options.identityProvider && openProvider(options.identityProvider)
  const store = openBlobStore(options.blobs ?? join(options.dataDir, 'blobs'), {
    env: process.env,
    newToken: v7,
  })
  const storage = await openStorage({ ...options, say })
  try {
    const { database } = storage
    const central = await composeCentral({
      database,
      store,
      version: centralVersion(),
      tls,
      behindProxy,
      publicUrl,
      provider,
      log: { level: options.logLevel, sink: process.stderr },
    })
    const listening = await central.listen({ host, port }).catch((error) => {
      throw cannotListen(host, port, error)
    })
    const url = publicUrl ?? `${tls ? 'https' : 'http'}://${nameOf(host)}:${listening.port}`
    const token = await administratorLink(composeAccess(database))
    options.announce({ url, adminLink: token === null ? null : linkAddress(url, token) })
    const stopTidying = tidyNowAndThen({ database, store, now: Date.now }, say)
    await aborted(signal)
    stopTidying()
    await central.drain(DRAIN_PATIENCE)
  } finally {
    await storage.close()
  }
}

const tidyNowAndThen = (parts: SweepOptions, say: (sentence: string) => void): (() => void) => {
  let stopped = false
  const once = () =>
    void Promise.all([tidy(parts.database), sweepBlobs(parts)]).catch((error: unknown) => {
      if (!stopped) say(`What has no more use could not be removed, and is tried again: ${String(error)}`)
    })
  // The command line erases without the store; a person waits for that to be whole.
  const erased = () =>
    void sweepErased(parts).catch((error: unknown) => {
      if (!stopped) say(`Erased files could not be removed yet, and are tried again: ${String(error)}`)
    })
  once()
  erased()
  const timers = [setInterval(once, TIDY_EVERY), setInterval(erased, SWEEP_ERASED_EVERY)]
  return () => {
    stopped = true
    for (const timer of timers) clearInterval(timer)
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })

const isLoopback = (host: string): boolean => {
  const family = isIP(host)
  if (family === 0) return host.toLowerCase() === 'localhost'
  const list = new BlockList()
  list.addSubnet('127.0.0.0', 8, 'ipv4')
  list.addAddress('::1', 'ipv6')
  return list.check(host, family === 4 ? 'ipv4' : 'ipv6')
}

const requirePrivacy = (host: string, isPrivate: boolean): void => {
  if (isPrivate || isLoopback(host)) return
  throw new BenchError(
    'bad-input',
    `Others could read along on ${host}, so it is served with TLS only. Nothing was started. Add --tls-cert and --tls-key, or --behind-proxy where a proxy of yours does TLS.`,
  )
}

const originOf = (text: string): string => {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return new URL(text).origin
  throw new BenchError('bad-input', 'The public URL is given as https://name. Nothing was started.')
}

const nameOf = (host: string): string => (isIP(host) === 6 ? `[${host}]` : host)

const cannotListen = (host: string, port: number, error: unknown): BenchError => {
  const code = codeOf(error) ?? String(error)
  const why =
    {
      EADDRINUSE: 'another program uses this port. Choose another with --port.',
      EACCES: 'this system keeps it for its administrator. Choose a port above 1023.',
      EADDRNOTAVAIL: 'it is none of this machine. Choose another with --host.',
      ENOTFOUND: 'it is not known here. Choose another with --host.',
    }[code] ?? `the system says ${code}.`
  return new BenchError('invalid', `The central service cannot listen on ${host} port ${port}: ${why}`)
}
