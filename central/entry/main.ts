import { resolve } from 'node:path'
import process from 'node:process'
import { CommanderError } from 'commander'
import { ZodError } from 'zod'
import { BenchError, toErrorBody } from '../../shared/contract/error.ts'
import { device } from '../cli/device.ts'
import { erasure } from '../cli/erase.ts'
import { image } from '../cli/image.ts'
import { type Asked, parseCommandLine } from '../cli/program.ts'
import { customer, team } from '../cli/team.ts'
import { user } from '../cli/user.ts'
import type { LogLevel } from '../http/log.ts'
import { composeAccess } from './compose.ts'
import { defaultDataDir } from './data-dir.ts'
import { runServe } from './serve.ts'
import { openStorage } from './storage.ts'
import { centralVersion } from './version.ts'

const say = (sentence: string): void => void process.stderr.write(`${sentence}\n`)
const print = (text: string): void => void process.stdout.write(`${text}\n`)

const textOf = (value: string | boolean | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined

const usage = (sentence: string): BenchError => new BenchError('bad-input', sentence)

const places = ({ options }: Asked) => ({
  dataDir: resolve(textOf(options.data) ?? defaultDataDir()),
  databaseUrl: textOf(options.databaseUrl),
})

const portOf = (text: string | undefined): number => {
  if (text !== undefined && /^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text)
  throw usage('--port takes a number from 0 to 65535.')
}

const tlsOf = (options: Asked['options']): { cert: string; key: string } | undefined => {
  const [cert, key] = [textOf(options.tlsCert), textOf(options.tlsKey)]
  if ((cert === undefined) !== (key === undefined)) throw usage('--tls-cert and --tls-key go together.')
  return cert !== undefined && key !== undefined ? { cert, key } : undefined
}

/** The secret comes from the surroundings only: what is on a command line, everybody on the machine can read. */
const identityProviderOf = (options: Asked['options']) => {
  const [issuer, clientId] = [textOf(options.oidcIssuer), textOf(options.oidcClientId)]
  if ((issuer === undefined) !== (clientId === undefined))
    throw usage('--oidc-issuer and --oidc-client-id go together.')
  if (issuer === undefined || clientId === undefined) return undefined
  const clientSecret = process.env.CASEBENCH_OIDC_CLIENT_SECRET
  return { issuer, clientId, clientSecret, name: textOf(options.oidcName) }
}

const announceTo =
  (json: boolean) =>
  (started: { url: string; adminLink: string | null }): void => {
    if (json) {
      print(JSON.stringify(started))
      return
    }
    print(`The central service runs at ${started.url}`)
    if (started.adminLink !== null)
      print(
        `Open this link to become its first administrator; it works once, for a day:\n  ${started.adminLink}`,
      )
    print('Press Ctrl-C to stop.')
  }

const serve = async (asked: Asked): Promise<void> => {
  const { options } = asked
  const ending = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => ending.abort())
  await runServe({
    ...places(asked),
    blobs: textOf(options.blobs),
    host: textOf(options.host) ?? '127.0.0.1',
    port: portOf(textOf(options.port)),
    tls: tlsOf(options),
    behindProxy: options.behindProxy === true,
    publicUrl: textOf(options.publicUrl),
    identityProvider: identityProviderOf(options),
    logLevel: options.logLevel as LogLevel,
    announce: announceTo(options.json === true),
    say,
    signal: ending.signal,
  })
}

const runCommand = async (asked: Asked & { kind: 'command' }): Promise<void> => {
  const storage = await openStorage({ ...places(asked), connections: 2, say })
  try {
    const answer = await asked.command.run(composeAccess(storage.database), asked.given)
    if (asked.options.json === true) print(JSON.stringify(answer.json))
    else for (const line of answer.text) print(line)
  } finally {
    await storage.close()
  }
}

/** The first thing a schema refused, named as it was typed. */
const explain = ({ issues: [issue] }: ZodError): string =>
  `${String(issue?.path[0] ?? 'The command line')}: ${issue?.message ?? 'cannot be used'}. Nothing was changed.`

const report = (error: unknown): number => {
  if (error instanceof CommanderError) {
    say(`${error.message.replace(/^error: /, '')}. See "casebench central --help".`)
    return 2
  }
  if (error instanceof ZodError) {
    say(explain(error))
    return 2
  }
  const { code, message } = toErrorBody(error)
  say(message)
  return code === 'bad-input' ? 2 : 1
}

const main = async (): Promise<number> => {
  try {
    const asked = parseCommandLine(process.argv.slice(2), [user, team, customer, device, erasure, image], {
      version: centralVersion(),
      write: (text) => void process.stdout.write(text),
    })
    if (asked?.kind === 'serve') await serve(asked)
    else if (asked) await runCommand(asked)
    return 0
  } catch (error) {
    return report(error)
  }
}

process.exitCode = await main()
