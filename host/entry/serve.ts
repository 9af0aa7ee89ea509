import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { BenchError, toErrorBody } from '../../shared/contract/error.ts'
import { awaitBench, isRemediable } from '../instance/awaited-bench.ts'
import { defaultDataDir } from '../instance/data-dir.ts'
import { type HeldBench, type HoldOptions, holdBench, tryHoldBench } from '../instance/hold.ts'
import { alreadyRunning } from '../instance/host-file.ts'
import { askForLink } from '../instance/open.ts'
import { hostVersion } from '../instance/version.ts'
import { openerOf } from '../serve/opener.ts'
import { requirePrivacy, type Shell, startShell } from '../serve/shell.ts'
import { readTls } from '../serve/tls.ts'

export interface ServeOptions {
  dataDir: string
  /** 0 for any that is free; left out for the usual one, or the next where that is taken. */
  port?: number | undefined
  /** Loopback unless told otherwise; anything else needs `tls`. */
  host?: string
  tls?: { cert: string; key: string } | undefined
  /** For development: origins whose pages pass our requests on. */
  allowedOrigins?: readonly string[]
  /** Opens the address in the default browser. */
  open?: boolean
  /** Writes one line of JSON, `{ "url": … }`, and nothing else to stdout. What cannot be opened is then refused at once. */
  json?: boolean
  /** Ends the shell; without it SIGINT and SIGTERM do. */
  signal?: AbortSignal
}

/**
 * Serves the browser shell until it is told to end. Where a host serves this data folder already, a fresh link to it
 * is written and nothing is started. A bench that cannot be opened is served all the same: the window says why, and opens
 * it once that is put right. Throws a sentence where it cannot serve.
 */
export const runServe = async (options: ServeOptions): Promise<void> => {
  const dataDir = resolve(options.dataDir)
  const tls = options.tls && readTls(options.tls.cert, options.tls.key)
  const host = options.host ?? '127.0.0.1'
  requirePrivacy(host, tls)
  let shell: Shell | undefined
  const bench = await holdOrAwait({ dataDir, stays: true, link: () => shell?.link() ?? null }, options)
  if (!bench) {
    const url = await askForLink(dataDir)
    if (url === null) throw alreadyRunning(dataDir)
    return announce(url, options, 'Casebench is running on this data folder already. A new link:')
  }
  const ended = options.signal ? aborted(options.signal) : interrupted()
  try {
    shell = await startShell({
      ...options,
      endpoints: bench.endpoints,
      readBlob: bench.readBlob,
      dataDir,
      version: hostVersion(),
      rendererDir: fileURLToPath(new URL('../../dist/renderer/', import.meta.url)),
      host,
      port: options.port,
      tls,
      report: say,
    })
    announce(shell.link(), options, `Casebench serves ${dataDir}. Open this link; it works once:`)
    if (!options.json)
      process.stdout.write('Press Ctrl-C to stop. "casebench serve" again gives a new link.\n')
    await ended
  } finally {
    await shell?.close()
    await bench.close()
  }
}

/** The bench; null where another host has it. */
const holdOrAwait = async (hold: HoldOptions, { json }: ServeOptions): Promise<HeldBench | null> => {
  try {
    return await tryHoldBench(hold)
  } catch (error) {
    if (json || !isRemediable(error)) throw error
    say(`${error.message}\nThe window says so too, and opens the bench once this is put right.`)
    return awaitBench(() => holdBench(hold))
  }
}

const say = (sentence: string) => void process.stderr.write(`${sentence}\n`)

const announce = (url: string, { json, open }: ServeOptions, words: string) => {
  process.stdout.write(json ? `${JSON.stringify({ url })}\n` : `${words}\n  ${url}\n`)
  if (!open) return
  const opener = openerOf(url, process)
  if (!opener) return say('There is no display here to open a browser on.')
  const child = spawn(opener.command, opener.args, { stdio: 'ignore', detached: true })
  child.on('error', () =>
    say(`No browser could be opened (${opener.command} is not there). Open the link yourself.`),
  )
  child.unref()
}

const aborted = async (signal: AbortSignal) => {
  if (!signal.aborted) await once(signal, 'abort')
}

/** From now on an interrupt ends the shell in good order and not the process. */
const interrupted = () =>
  new Promise<void>((end) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => end())
  })

const fromArguments = (): ServeOptions => {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      port: { type: 'string' },
      host: { type: 'string' },
      'tls-cert': { type: 'string' },
      'tls-key': { type: 'string' },
      open: { type: 'boolean' },
      json: { type: 'boolean' },
      'allow-origin': { type: 'string', multiple: true },
    },
  })
  const { data, port, host, open = false, json = false } = values
  const [cert, key] = [values['tls-cert'], values['tls-key']]
  if ((cert === undefined) !== (key === undefined)) throw usage('--tls-cert and --tls-key go together.')
  if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) <= 65_535))
    throw usage('--port takes a number from 0 to 65535.')
  return {
    dataDir: data ?? defaultDataDir(),
    port: port === undefined ? undefined : Number(port),
    ...(host === undefined ? {} : { host }),
    tls: cert && key ? { cert, key } : undefined,
    allowedOrigins: values['allow-origin'] ?? [],
    open,
    json,
  }
}

const usage = (sentence: string) => new BenchError('bad-input', sentence)

const main = async (): Promise<number> => {
  try {
    await runServe(fromArguments())
    return 0
  } catch (error) {
    const misused =
      error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
    const { code, message } = toErrorBody(error)
    say(misused ? error.message : message)
    return misused || code === 'bad-input' ? 2 : 1
  }
}

if (import.meta.main) process.exit(await main())
