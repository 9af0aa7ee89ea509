import { createReadStream, readFileSync } from 'node:fs'
import { PassThrough } from 'node:stream'
import type { Git } from '../../git/git.ts'

export interface CommitStreamOptions {
  git: Git
  /** The workspace. */
  folder: string
  /** The ref that names the commit in the end. */
  ref: string
  /** The commit on which this one stands. */
  parent: string
  message: string
  committer: { name: string; email: string }
  signal: AbortSignal
}

export interface FileToCommit {
  path: string
  executable: boolean
  size: number
  /** Where its bytes lie. */
  from: string
  /** The bytes, where they are at hand. */
  held?: readonly Buffer[] | undefined
}

/** A file up to this size, of which the bytes are not at hand, is read at once, from the page cache, where it was just written to. */
const heldBytes = 4 * 1024 * 1024

/** Objects are made while the rest is still unpacked; light compression keeps up with it. */
const settings = [
  ['pack.compression', '1'],
  ['fastimport.unpackLimit', '1'],
] as const

const quoted = (path: string) => `"${path.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`

/**
 * One commit, written while its files arrive (git-fast-import(1)): the bytes as they are, whatever a `.gitattributes`
 * or `.gitignore` among them says. Nothing is named in the repository until `end`, and nothing at all when the signal
 * aborts.
 */
export const commitStream = (options: CommitStreamOptions) => {
  const { git, folder, ref, parent, message, committer, signal } = options
  const pipe = new PassThrough({ highWaterMark: 4 * 1024 * 1024 })
  const running = git.run({
    folder,
    args: ['fast-import', '--quiet', '--force', '--done', '--depth=0', '--big-file-threshold=16m'],
    input: pipe,
    settings,
    signal,
    timeAtMost: 24 * 60 * 60 * 1000,
  })
  const failures: unknown[] = []
  running.catch((error: unknown) => {
    failures.push(error)
    pipe.destroy()
  })
  // A pipe that was destroyed because git ended says so once more.
  pipe.on('error', () => undefined)
  const write = async (piece: string | Uint8Array) => {
    if (failures.length > 0) throw failures[0]
    if (pipe.write(piece)) return
    const drained = Promise.withResolvers<void>()
    pipe.once('drain', drained.resolve)
    pipe.once('close', drained.resolve)
    await drained.promise
    pipe.off('drain', drained.resolve)
    pipe.off('close', drained.resolve)
    if (failures.length > 0) throw failures[0]
  }
  const text = Buffer.from(message)
  const started = write(
    Buffer.concat([
      Buffer.from(
        `feature done\ncommit ${ref}\ncommitter ${committer.name} <${committer.email}> ${Math.floor(Date.now() / 1000)} +0000\ndata ${text.length}\n`,
      ),
      text,
      Buffer.from(`\nfrom ${parent}\n`),
    ]),
  )
  started.catch(() => undefined)
  return {
    async file({ path, executable, size, from, held }: FileToCommit): Promise<void> {
      await write(`M ${executable ? '100755' : '100644'} inline ${quoted(path)}\ndata ${size}\n`)
      if (held) for (const chunk of held) await write(chunk)
      else if (size <= heldBytes) await write(readFileSync(from))
      else
        for await (const chunk of createReadStream(from, { highWaterMark: 1 << 20 }))
          await write(chunk as Buffer)
      await write('\n')
    },
    async link(path: string, target: string): Promise<void> {
      const bytes = Buffer.from(target)
      await write(`M 120000 inline ${quoted(path)}\ndata ${bytes.length}\n`)
      await write(Buffer.concat([bytes, Buffer.from('\n')]))
    },
    /** Finishes the commit and gives its hash. */
    async end(): Promise<string> {
      await started
      await write('done\n')
      pipe.end()
      await running
      return git.text({ folder, args: ['rev-parse', '--verify', ref] })
    },
  }
}

export type CommitStream = ReturnType<typeof commitStream>
