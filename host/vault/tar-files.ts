import { Readable } from 'node:stream'
import { extract, type Header } from 'tar-stream'
import { BenchError } from '../../shared/contract/error.ts'

export interface TarFile {
  header: Header
  /** To be read to its end, or it is skipped. */
  content: AsyncIterable<Buffer>
}

/**
 * The entries of a tar that somebody else made, in their order. Where it is damaged, in its headers or in the middle of a
 * content, what `damaged` makes of the reason is thrown; errors of the source and of a reader stay as they are.
 */
export async function* tarFiles(
  source: AsyncIterable<Uint8Array>,
  { signal, damaged }: { signal: AbortSignal; damaged(why: string): BenchError },
): AsyncGenerator<TarFile, void, undefined> {
  const entries = extract()
  const input = Readable.from(source, { signal })
  const failed: { source?: unknown; parser?: unknown } = {}
  input.on('error', (error) => {
    failed.source = error
    entries.destroy(error)
  })
  entries.on('error', (error) => {
    failed.parser ??= error
    input.destroy()
  })
  input.pipe(entries)
  /** What really failed: the source, else the parser, whose streams then only say that they were ended. */
  const reasonOf = (error: unknown): unknown => {
    signal.throwIfAborted()
    const reason = failed.source ?? failed.parser ?? error
    if (reason instanceof BenchError || !(reason instanceof Error)) return reason
    const isSystem = 'syscall' in reason
    return isSystem ? reason : damaged(reason.message)
  }
  async function* contentOf(entry: AsyncIterable<unknown>): AsyncGenerator<Buffer, void, undefined> {
    const chunks = entry[Symbol.asyncIterator]()
    for (;;) {
      const next = await chunks.next().catch((error: unknown) => {
        throw reasonOf(error)
      })
      if (next.done) return
      yield next.value as Buffer
    }
  }
  const all = entries[Symbol.asyncIterator]()
  try {
    for (;;) {
      const next = await all.next().catch((error: unknown) => {
        throw reasonOf(error)
      })
      if (next.done) return
      yield { header: next.value.header, content: contentOf(next.value as AsyncIterable<unknown>) }
      next.value.resume()
    }
  } finally {
    input.destroy()
    entries.destroy()
  }
}
