import type { LogLine } from '../runner.ts'

export interface MergeOptions {
  /** Whether sources may stay silent for long: then one that has been quiet for a moment is not waited for. */
  readonly follow: boolean
  now(): number
}

/** What is read ahead of a source while the reader, or another source, is slower: lines, and characters of them. */
const linesAhead = 4000
const charactersAhead = 2_000_000
/** Lines of one batch. */
const batchLines = 1000
/** A source that said nothing for this many milliseconds is not waited for, when following. */
const quietMs = 50

interface Source {
  queue: LogLine[]
  head: number
  characters: number
  /** The latest stamp that came of it. */
  reached: number
  arrivedAt: number
  ended: boolean
  drained: (() => void) | null
}

export interface Merged {
  /** Adds a source; it is read until it ends or `close`. */
  add(source: AsyncIterable<readonly LogLine[]>): void
  /** No source will be added any more: the merge ends with the last one. */
  complete(): void
  /** Batches of lines by time, in order within each source. Throws what a source threw. */
  batches(): AsyncGenerator<LogLine[], void, undefined>
  close(): void
}

/**
 * Merges lines of several sources by their stamps. A line is given once no source that is still open can bring an
 * earlier one; each source keeps its own order whatever its clock does.
 */
export const mergeLines = ({ follow, now }: MergeOptions): Merged => {
  const sources = new Set<Source>()
  let failure: { error: unknown } | null = null
  let complete = false
  let closed = false
  let wake: (() => void) | null = null
  const poke = () => {
    wake?.()
    wake = null
  }

  const pump = async (source: Source, items: AsyncIterable<readonly LogLine[]>) => {
    for await (const lines of items) {
      if (closed) return
      append(source, lines, now())
      poke()
      while (!closed && isAhead(source)) await new Promise<void>((resolve) => (source.drained = resolve))
      if (closed) return
    }
  }

  const isOver = (): boolean => {
    for (const source of sources) if (source.ended && isEmpty(source)) sources.delete(source)
    if (sources.size > 0) return false
    if (failure) throw failure.error
    return complete
  }

  /** Resolves when a source brought something, or when one may have been quiet long enough. */
  const change = async () => {
    const held = [...sources].some((source) => !isEmpty(source))
    const timer = follow && held ? setTimeout(poke, quietMs / 2) : null
    await new Promise<void>((resolve) => (wake = resolve))
    if (timer) clearTimeout(timer)
  }

  const settle = (source: Source, error?: unknown) => {
    source.ended = true
    if (error !== undefined && !closed) failure ??= { error }
    poke()
  }

  return {
    add(items) {
      const source: Source = {
        ...{ queue: [], head: 0, characters: 0, reached: Number.NEGATIVE_INFINITY, arrivedAt: now() },
        ...{ ended: false, drained: null },
      }
      sources.add(source)
      pump(source, items).then(
        () => settle(source),
        (error: unknown) => settle(source, error),
      )
    },
    complete() {
      complete = true
      poke()
    },
    async *batches() {
      while (!closed) {
        const lines = takeUpTo(sources, limitOf(sources, follow, now()))
        if (lines.length > 0) yield lines
        else if (isOver()) return
        else await change()
      }
    },
    close() {
      closed = true
      for (const source of sources) source.drained?.()
      poke()
    },
  }
}

const isEmpty = ({ queue, head }: Source): boolean => head >= queue.length

const isAhead = ({ queue, head, characters }: Source): boolean =>
  queue.length - head > linesAhead || characters > charactersAhead

const append = (source: Source, lines: readonly LogLine[], at: number) => {
  for (const line of lines) {
    source.queue.push(line)
    source.characters += line.text.length
    if (line.at > source.reached) source.reached = line.at
  }
  source.arrivedAt = at
}

/** The time up to which nothing more can come. */
const limitOf = (sources: ReadonlySet<Source>, follow: boolean, now: number): number => {
  let limit = Number.POSITIVE_INFINITY
  for (const source of sources) {
    if (source.ended) continue
    const quiet = follow && !source.drained && now - source.arrivedAt > quietMs
    if (!quiet && source.reached < limit) limit = source.reached
  }
  return limit
}

const takeUpTo = (sources: ReadonlySet<Source>, limit: number): LogLine[] => {
  const lines: LogLine[] = []
  while (lines.length < batchLines) {
    let first: Source | null = null
    let earliest = Number.POSITIVE_INFINITY
    for (const source of sources) {
      const line = source.queue[source.head]
      if (line && (first === null || line.at < earliest)) {
        first = source
        earliest = line.at
      }
    }
    if (!first || earliest > limit) break
    lines.push(taken(first))
  }
  return lines
}

const taken = (source: Source): LogLine => {
  const line = source.queue[source.head] as LogLine
  source.head += 1
  source.characters -= line.text.length
  if (source.head > linesAhead / 2) {
    source.queue = source.queue.slice(source.head)
    source.head = 0
  }
  if (source.drained && !isAhead(source)) {
    source.drained()
    source.drained = null
  }
  return line
}
