import { spawn } from 'node:child_process'
import { sep } from 'node:path'
import { BenchError, cancelled } from '../../shared/contract/error.ts'

/** Bytes of one record that are taken whole; of a longer one its beginning and its end are. */
const recordAtMost = 1024 * 1024
const endKept = 64 * 1024

/** Characters of ripgrep's own sentence. */
const sentenceAtMost = 2000

/** Loaded when it is needed, for its package throws on a machine that it has no binary for. */
const findBinary = async (): Promise<string> => {
  const { rgPath } = await import('@vscode/ripgrep').catch(() => {
    throw new BenchError(
      'refused',
      'Casebench brings no ripgrep for this machine, so files cannot be searched. The tree and the editor work.',
    )
  })
  // In the packaged app the binary lies beside the archive, where the system can start it.
  return rgPath.replace(`app.asar${sep}`, `app.asar.unpacked${sep}`)
}

/** What every run shares: no configuration of the user or of a folder above, hidden files too, git's own never. */
const always = [
  '--no-config',
  '--no-messages',
  '--hidden',
  '--no-ignore-parent',
  '--no-ignore-global',
  '--glob=!.git',
]

/**
 * Runs ripgrep in a folder and yields its records, which end with `separator`, as many as came at once. It ends with the reader or the signal.
 * Throws `invalid` with ripgrep's sentence where it does not understand what it is asked.
 */
export async function* ripgrep(
  folder: string,
  { args, separator, signal }: { args: readonly string[]; separator: number; signal: AbortSignal },
): AsyncGenerator<Buffer[], void, undefined> {
  const binary = await findBinary()
  signal.throwIfAborted()
  const child = spawn(binary, [...always, ...args], {
    cwd: folder,
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const stop = () => void child.kill('SIGKILL')
  signal.addEventListener('abort', stop, { once: true })
  let said = ''
  child.stderr.on(
    'data',
    (chunk: Buffer) => (said = (said + chunk.toString('utf8')).slice(0, sentenceAtMost)),
  )
  const closed = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  closed.catch(() => undefined)
  try {
    yield* records(child.stdout, separator)
    const code = await closed
    if (signal.aborted) throw cancelled()
    if (code === 2 && said.trim() !== '') throw new BenchError('invalid', sentenceOf(said))
  } finally {
    signal.removeEventListener('abort', stop)
    stop()
  }
}

const sentenceOf = (said: string) =>
  `This search is not understood: ${said.trim().replace(/^rg: /, '')}\nChange the pattern and search again.`

async function* records(
  chunks: AsyncIterable<Buffer>,
  separator: number,
): AsyncGenerator<Buffer[], void, undefined> {
  let parts: Buffer[] = []
  let held = 0
  for await (const chunk of chunks) {
    const whole: Buffer[] = []
    let from = 0
    for (let at = chunk.indexOf(separator); at !== -1; at = chunk.indexOf(separator, from)) {
      const last = chunk.subarray(from, at)
      whole.push(held === 0 ? last : Buffer.concat([...parts, last]))
      parts = []
      held = 0
      from = at + 1
    }
    if (whole.length > 0) yield whole
    if (from === chunk.length) continue
    parts.push(chunk.subarray(from))
    held += chunk.length - from
    if (held > 4 * recordAtMost) {
      parts = [beginningAndEnd(Buffer.concat(parts))]
      held = parts[0]?.length ?? 0
    }
  }
  if (held > 0) yield [Buffer.concat(parts)]
}

/** The zero between the two sees to it that nobody takes them for a whole record. */
const beginningAndEnd = (record: Buffer) =>
  Buffer.concat([record.subarray(0, recordAtMost), Buffer.alloc(1), record.subarray(-endKept)])
