import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { cancelled } from '../../shared/contract/error.ts'
import { failureOf, outOfTime, tooMuchOutput } from './failure.ts'
import type { GitAnswer, GitCall } from './git.ts'

const outputAtMost = 64 * 1024 * 1024
const timeAtMost = 10 * 60 * 1000
/** Characters of what git complains about; it can name a million files in one breath. */
const stderrAtMost = 16_384

type End = Omit<GitAnswer, 'stdout'>

/** The whole answer of a git that was started. */
export const collect = async (child: ChildProcessWithoutNullStreams, call: GitCall): Promise<GitAnswer> => {
  const chunks: Buffer[] = []
  let bytes = 0
  const output = flow(child, call)
  for (;;) {
    const next = await output.next()
    if (next.done) return { stdout: Buffer.concat(chunks), ...next.value }
    bytes += next.value.length
    chunks.push(next.value)
    if (bytes <= (call.outputAtMost ?? outputAtMost)) continue
    await output.return({ stderr: '', exitCode: -1 })
    throw tooMuchOutput(call.args)
  }
}

/** The output of a git that was started, as it comes. A reader that stops ends git. */
export async function* flow(
  child: ChildProcessWithoutNullStreams,
  call: GitCall,
): AsyncGenerator<Buffer, End, undefined> {
  const watched = watch(child, call)
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => {
    if (stderr.length < stderrAtMost) stderr += chunk.toString('utf8')
  })
  const closed = new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve(code ?? -1))
  })
  // Read below; when the reader stops early nobody will.
  closed.catch(() => undefined)
  feed(child, call.input).catch(watched.end)
  try {
    for await (const chunk of child.stdout) yield chunk as Buffer
    const exitCode = await closed
    if (watched.ended.why) throw watched.ended.why
    if (!(call.exitCodes ?? [0]).includes(exitCode)) throw failureOf(call.args, exitCode, stderr)
    return { stderr, exitCode }
  } finally {
    watched.dispose()
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
  }
}

const feed = async (child: ChildProcessWithoutNullStreams, input: GitCall['input']) => {
  // Git may end before it has read everything; what it then says tells why.
  child.stdin.on('error', () => undefined)
  if (input === undefined || typeof input === 'string' || input instanceof Uint8Array)
    return void child.stdin.end(input ?? '')
  const source = Readable.from(input)
  await pipeline(source, child.stdin).catch((error: unknown) => {
    // A pipe that git closed is no failure of ours; one of the source is.
    if (child.exitCode === null && source.errored) throw error
  })
}

/** Ends git when its caller goes away, its input fails or its time is over. */
const watch = (child: ChildProcessWithoutNullStreams, call: GitCall) => {
  const ended: { why?: unknown } = {}
  const end = (why: unknown) => {
    ended.why ??= why
    child.kill('SIGTERM')
  }
  const abort = () => end(cancelled())
  const timer = setTimeout(() => end(outOfTime(call.args)), call.timeAtMost ?? timeAtMost)
  call.signal?.addEventListener('abort', abort, { once: true })
  if (call.signal?.aborted) abort()
  return {
    ended,
    end,
    dispose: () => {
      clearTimeout(timer)
      call.signal?.removeEventListener('abort', abort)
    },
  }
}
