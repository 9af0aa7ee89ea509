import { resolve } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { BenchError, toErrorBody } from '../../shared/contract/error.ts'
import type { Services } from '../../shared/contract/index.ts'
import type { Client } from '../../shared/wire/client.ts'
import { adviceOf } from './advice.ts'
import type { Act, AnyCommand, CommandGroup } from './command.ts'
import { type Interruption, type SignalSource, watchInterrupts } from './interruption.ts'
import { BrokenPipe, createOutput, type Output } from './output.ts'
import { type Prepared, parseCommandLine } from './program.ts'
import { UsageError } from './usage-error.ts'

export interface OpenedClient {
  client: Client<Services>
  close(): Promise<void>
}

type Terminal = Writable & { isTTY?: boolean; columns?: number }

/** Everything around the command line, so that a test can be that world. */
export interface World {
  readonly argv: readonly string[]
  readonly env: NodeJS.ProcessEnv
  readonly cwd: string
  readonly stdin: Readable
  readonly stdout: Terminal
  readonly stderr: Terminal
  readonly version: string
  readonly commands: readonly (AnyCommand | CommandGroup)[]
  readonly signals: SignalSource
  now(): number
  quit(code: number): void
  defaultDataDir(env: NodeJS.ProcessEnv): string
  open(dataDir: string): Promise<OpenedClient>
}

/** Runs one command line to its end; answers its exit code and never throws. */
export const runCli = async (world: World): Promise<number> => {
  // A reader that went away shows up at the next write; without a listener it would end the process with a stack.
  world.stdout.on('error', () => undefined)
  world.stderr.on('error', () => undefined)
  let output = outputOf(world, world.argv.includes('--json'))
  const interruption = watchInterrupts(world.signals, world.now, world.quit)
  try {
    const prepared = parseCommandLine(world.argv, {
      version: world.version,
      commands: world.commands,
      write: (text) => void world.stdout.write(text),
      columns: world.stdout.columns ?? 100,
    })
    if (!prepared) return 0
    output = outputOf(world, prepared.json)
    return await perform(prepared, world, output, interruption)
  } catch (error) {
    return report(error, output, interruption)
  } finally {
    interruption.dispose()
  }
}

const outputOf = ({ stdout, stderr, env, now }: World, json: boolean): Output =>
  createOutput({ stdout, stderr, env, json, now })

const perform = async (
  prepared: Prepared,
  world: World,
  out: Output,
  interruption: Interruption,
): Promise<number> => {
  const given = prepared.data ?? world.env.CASEBENCH_DATA
  const dataDir = given ? resolve(world.cwd, given) : world.defaultDataDir(world.env)
  let opened: Promise<OpenedClient> | undefined
  const act: Act = {
    client: async () => {
      opened ??= world.open(dataDir)
      return (await opened).client
    },
    out,
    stdin: world.stdin,
    passage: world,
    signal: interruption.signal,
    dataDir,
    path: (path) => resolve(world.cwd, path),
    now: world.now,
  }
  try {
    return (await prepared.run(act)) ?? 0
  } finally {
    out.progress.clear()
    const open = await opened?.catch(() => undefined)
    await open?.close()
  }
}

/** Codes of the contract that mean the request was wrong, not that the act failed. */
const usageCodes = new Set(['bad-input', 'invalid-query'])

const report = (error: unknown, out: Output, interruption: Interruption): number => {
  if (error instanceof BrokenPipe) return 0
  const interrupted = interruption.exitCode()
  if (error instanceof UsageError) {
    out.say(error.message)
    return 2
  }
  const body = toErrorBody(error)
  const { code, message } = body
  out.say(message)
  const advice = adviceOf(body)
  if (advice !== '') out.say(advice)
  if (code === 'cancelled' && interrupted !== undefined) return interrupted
  return error instanceof BenchError && usageCodes.has(code) ? 2 : 1
}
