import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

export const launcher = fileURLToPath(new URL('../../host/entry/casebench.mjs', import.meta.url))

export interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

export interface RunOptions {
  input?: string
  env?: NodeJS.ProcessEnv
  cwd?: string
  /** The Node that starts the launcher; this one unless given. */
  node?: string
  script?: string
}

/** Starts the real command line as a shell would; `ended` resolves with everything it said. */
export const startCli = (argv: readonly string[], options: RunOptions = {}) => {
  const { input, env = {}, cwd, node = process.execPath, script = launcher } = options
  const child = spawn(node, [script, ...argv], {
    env: { ...process.env, CASEBENCH_DATA: '', NO_COLOR: '', ...env },
    stdio: 'pipe',
    ...(cwd === undefined ? {} : { cwd }),
  })
  if (input !== undefined) child.stdin.end(input)
  const said = Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  const ended: Promise<Ended> = said.then(([stdout, stderr, [code]]) => ({
    code: code as number | null,
    stdout,
    stderr,
  }))
  return { child, ended }
}

type Over = (cleanUp: () => Promise<void>) => void

/** Collects what a suite's `beforeAll` must undo; it returns `undo`, because a hook cannot register another. */
export const suiteEnd = () => {
  const cleanUps: (() => Promise<void>)[] = []
  const over: Over = (cleanUp) => void cleanUps.push(cleanUp)
  const undo = async () => {
    for (const cleanUp of cleanUps.reverse()) await cleanUp()
  }
  return { over, undo }
}

/** A folder of its own, removed when the test is over, or what `over` stands for. */
export const temporaryFolder = async (over: Over = onTestFinished): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'casebench-cli-'))
  over(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }))
  return folder
}

/** A command line on a fresh data folder. */
export interface Desk {
  readonly folder: string
  readonly data: string
  run(argv: readonly string[], options?: RunOptions): Promise<Ended>
  /** Runs with --json; the one value on standard output. Throws where the exit code is not the expected one. */
  json(argv: readonly string[], options?: RunOptions & { code?: number }): Promise<unknown>
}

export const openDesk = async (over?: Over): Promise<Desk> => {
  const folder = await temporaryFolder(over)
  const data = join(folder, 'data')
  const run = (argv: readonly string[], options: RunOptions = {}) =>
    startCli(['--data', data, ...argv], { input: '', cwd: folder, ...options }).ended
  return {
    folder,
    data,
    run,
    async json(argv, { code = 0, ...options } = {}) {
      const ended = await run(['--json', ...argv], options)
      if (ended.code !== code)
        throw new Error(
          `${argv.join(' ')} ended with ${ended.code}, not ${code}: ${ended.stderr}${ended.stdout}`,
        )
      return JSON.parse(ended.stdout) as unknown
    },
  }
}

/** A case made with `new`. */
export const newCase = async (
  desk: Desk,
  title: string,
  ...set: string[]
): Promise<{ ref: string; id: string }> =>
  (await desk.json(['new', '--title', title, ...set.flatMap((word) => ['--set', word])])) as {
    ref: string
    id: string
  }

/** A host on the desk's folder, so that command lines go through it; ended when the test is over, or what `over` stands for. */
export const serving = async (desk: Desk, over: Over = onTestFinished) => {
  const { child, ended } = startCli(['--data', desk.data, 'serve', '--port', '0', '--json'])
  over(async () => {
    child.kill('SIGTERM')
    await ended
  })
  const first = once(createInterface(child.stdout), 'line') as Promise<[string]>
  const failed = ended.then(({ stderr }) => Promise.reject(new Error(`The host ended: ${stderr}`)))
  const [line] = await Promise.race([first, failed])
  return { child, ended, url: (JSON.parse(line) as { url: string }).url }
}
