import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { collect, flow } from './child.ts'
import { gitEnvironment } from './environment.ts'
import { noGit, vanished } from './failure.ts'
import { overridesOf } from './hostile-config.ts'
import { withoutBinary } from './without-binary/without-binary.ts'

export interface GitCall {
  /** The folder whose own repository is meant: `folder/.git`, never one above it. */
  readonly folder: string
  /** The subcommand and its arguments; paths come after `--` and are literal. */
  readonly args: readonly string[]
  readonly input?: string | Uint8Array | AsyncIterable<string | Uint8Array> | undefined
  readonly signal?: AbortSignal | undefined
  /** Exit codes that are an answer and no failure; 0 unless told. */
  readonly exitCodes?: readonly number[]
  /** Bytes of output that `run` takes; more is `too-large`. 64 MiB unless told. */
  readonly outputAtMost?: number
  /** Milliseconds it may take; ten minutes unless told. */
  readonly timeAtMost?: number
  /** Variables beside ours, such as `GIT_INDEX_FILE`. */
  readonly env?: Readonly<Record<string, string>>
  /** Settings for this call, which win over every file. */
  readonly settings?: readonly (readonly [key: string, value: string])[]
  /** False for `init`, where there is no repository yet. */
  readonly repository?: boolean
}

export interface GitAnswer {
  readonly stdout: Buffer
  readonly stderr: string
  readonly exitCode: number
}

/**
 * The one way to git: the user's own binary, started without a shell, with the hooks, filters, drivers and helpers of
 * the repository switched off. Where there is none, the little that workspaces need goes without. Throws `BenchError`: `no-git`, `vanished`, `busy`, `disk-full`, `too-large`,
 * `cancelled`, or a `GitFailure` with what git said.
 */
export interface Git {
  /** Whether there is a binary; a missing one is looked for again each time. Throws `no-git` where it is too old. */
  isThere(): Promise<boolean>
  run(call: GitCall): Promise<GitAnswer>
  /** Standard output as text, without its last line break. */
  text(call: GitCall): Promise<string>
  /** Standard output as it comes; ends git when the reader stops. */
  stream(call: GitCall): AsyncGenerator<Buffer, void, undefined>
}

export interface GitOptions {
  /** The command, found along PATH. */
  readonly binary?: string
  readonly env?: NodeJS.ProcessEnv
}

/** `GIT_CONFIG_COUNT`, on which the protections rely, came with this version. */
const oldest = [2, 31] as const

/** Commands that would start the `diff.external` and `textconv` programs of a repository. */
const differs = new Set(['diff', 'log', 'show', 'diff-files', 'diff-index', 'diff-tree'])

export const openGit = ({ binary = 'git', env = process.env }: GitOptions = {}): Git => {
  let usable: Promise<boolean> | undefined
  const isThere = async () => {
    usable ??= findVersion(binary, env)
    const asked = usable
    // Git that is installed meanwhile is found at the next try.
    if (!(await asked.catch(() => false)) && usable === asked) usable = undefined
    return asked
  }
  const start = (call: GitCall, overrides: readonly (readonly [string, string])[]) =>
    spawn(binary, guarded(call.args), {
      cwd: call.folder,
      env: gitEnvironment(env, {
        folder: call.folder,
        repository: call.repository ?? true,
        overrides: [...overrides, ...(call.settings ?? [])],
        extra: call.env ?? {},
      }),
      windowsHide: true,
    })
  const overridesFor = async ({ folder, repository, signal }: GitCall) => {
    if (repository === false) return []
    const args = ['config', '--list', '--includes', '--show-scope', '--name-only', '-z']
    const call = { folder, args, signal }
    return overridesOf((await collect(start(call, []), call)).stdout.toString('utf8'))
  }
  const begin = async (call: GitCall) => {
    call.signal?.throwIfAborted()
    if (!existsSync(call.folder)) throw vanished(call.folder)
    return (await isThere()) ? start(call, await overridesFor(call)) : undefined
  }
  const run = async (call: GitCall) => {
    const child = await begin(call)
    return child ? collect(child, call) : withoutBinary(call)
  }
  return {
    isThere,
    run,
    text: async (call) => (await run(call)).stdout.toString('utf8').replace(/\n$/, ''),
    async *stream(call) {
      const child = await begin(call)
      if (child) yield* flow(child, call)
      else yield (await withoutBinary(call)).stdout
    },
  }
}

const guarded = ([command = '', ...rest]: readonly string[]): string[] =>
  differs.has(command) ? [command, '--no-ext-diff', '--no-textconv', ...rest] : [command, ...rest]

/** Whether there is a git. Throws `no-git` where it is too old. */
const findVersion = async (binary: string, env: NodeJS.ProcessEnv): Promise<boolean> => {
  const said = await new Promise<string | null>((resolve) => {
    const child = spawn(binary, ['--version'], {
      env,
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    let text = ''
    child.stdout.on('data', (chunk: Buffer) => {
      text = (text + chunk.toString('utf8')).slice(0, 200)
    })
    child.once('error', () => resolve(null))
    child.once('close', () => resolve(text.trim()))
  })
  if (said === null) return false
  const [, major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(said) ?? []).map(Number)
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return true
  throw noGit(`Workspaces need git ${oldest.join('.')} or later, and here is ${said || 'another program'}.`)
}
