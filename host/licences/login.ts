import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { BenchError, cancelled } from '../../shared/contract/error.ts'
import { registryRefusal } from './registry-refusal.ts'

/** Milliseconds that a registry has to answer. */
const patience = 60_000
const saidAtMost = 20_000

interface Ended {
  exitCode: number
  said: string
}

/** Runs the engine's command with `input` on its standard input; null where it is not installed. */
const runEngine = (
  file: string,
  args: readonly string[],
  options: { env: NodeJS.ProcessEnv; input: string; signal: AbortSignal },
): Promise<Ended | null> =>
  new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd: tmpdir(), env: options.env, stdio: ['pipe', 'pipe', 'pipe'] })
    const timer = setTimeout(() => child.kill('SIGKILL'), patience)
    const stop = () => child.kill('SIGKILL')
    options.signal.addEventListener('abort', stop, { once: true })
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        if (said.length < saidAtMost) said += chunk.toString('utf8')
      })
    const end = () => {
      clearTimeout(timer)
      options.signal.removeEventListener('abort', stop)
    }
    child.once('error', (error) => {
      end()
      if ('code' in error && error.code === 'ENOENT') resolve(null)
      else reject(error)
    })
    child.once('close', (code) => {
      end()
      if (options.signal.aborted) reject(cancelled())
      else resolve({ exitCode: code ?? -1, said })
    })
    // It may end before it has read all; what it says tells why.
    child.stdin.on('error', () => undefined)
    child.stdin.end(options.input)
  })

const engineCommands = ['docker', 'podman']

const first = async (args: readonly string[], options: Parameters<typeof runEngine>[2]): Promise<Ended> => {
  for (const file of engineCommands) {
    const ended = await runEngine(file, args, options)
    if (ended) return ended
  }
  throw new BenchError(
    'no-engine',
    'Neither docker nor podman is installed, whose login is used. Nothing was kept. Install one, then try again.',
  )
}

/**
 * Logs in at a registry with the engine's own command, the password on its standard input only, so that the engine's
 * credential store (https://docs.docker.com/reference/cli/docker/login/#credential-stores) keeps it. Answers its warnings.
 * Throws `refused`.
 */
export const logIn = async (
  { registry, username, password }: { registry: string; username: string; password: string },
  { env, signal }: { env: NodeJS.ProcessEnv; signal: AbortSignal },
): Promise<string> => {
  const args = ['login', '--username', username, '--password-stdin', registry]
  const { exitCode, said } = await first(args, { env, input: password, signal })
  const clean = said.replaceAll(password, '…')
  if (exitCode === 0) return /^warning/im.test(clean) ? clean.trim().slice(0, 1000) : ''
  const { reason } = registryRefusal(`${registry}/login`, clean)
  if (reason === 'login')
    throw new BenchError(
      'refused',
      `${registry} refused this name and password. Nothing was kept. Many vendors want a token instead of the password: make one on their web page.`,
    )
  throw new BenchError(
    'refused',
    reason === 'offline'
      ? `${registry} cannot be reached. Nothing was kept. Try again when there is a network.`
      : `The login at ${registry} failed: ${clean.trim().slice(-300)} Nothing was kept.`,
  )
}

export const logOut = async (
  registry: string,
  { env, signal }: { env: NodeJS.ProcessEnv; signal: AbortSignal },
): Promise<void> => {
  const { exitCode, said } = await first(['logout', registry], { env, input: '', signal })
  if (exitCode !== 0) throw new BenchError('refused', `The logout failed: ${said.trim().slice(-300)}`)
}
