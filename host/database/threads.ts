import { Worker } from 'node:worker_threads'
import { BenchError, cancelled, fromErrorBody } from '../../shared/contract/error.ts'
import type { Read, Reads, Write, Writes } from './procedure.ts'
import type { Reply, Request, Role, ThreadData } from './thread-messages.ts'
import type { Topic } from './topics.ts'

/**
 * The database as the rest of the host sees it: questions go to reader threads, or to the writer where there is none;
 * changes go to the one writer.
 */
export interface Database {
  read<I, O>(procedure: Read<I, O>, input: I, signal?: AbortSignal): Promise<O>
  write<I, O>(procedure: Write<I, O>, input: I): Promise<O>
  /** Writes a compact, consistent copy to a path that does not exist yet. */
  backupTo(path: string): Promise<void>
  /** Writes the whole file anew, so that nothing that was deleted can be read from it or from its log. Writes wait. */
  rewrite(): Promise<void>
  /** Tells what each committed transaction changed. Returns the disposer. */
  onChange(listener: (topics: readonly Topic[]) => void): () => void
  close(): Promise<void>
}

export interface ThreadOptions {
  path: string
  backupTo: string
  /** The module that a thread runs; it calls `serveThread`. */
  entry: URL
  /** The procedures that `entry` serves. */
  procedures: { reads: Reads; writes: Writes }
  /** Threads that only read. With none the writer answers as well, which is ready sooner. */
  readers: number
}

interface Job {
  request: { run: string; input: unknown } | { backupTo: string } | { rewrite: true }
  resolve(value: unknown): void
  reject(error: Error): void
}

/** Opens the database; the writer migrates it before any reader is asked. Throws what the writer could not do. */
export const openThreads = async (options: ThreadOptions): Promise<Database> => {
  const reads = names(options.procedures.reads)
  const writes = names(options.procedures.writes)
  const listeners = new Set<(topics: readonly Topic[]) => void>()
  const announce = (topics: readonly Topic[]) => {
    if (topics.length > 0) for (const listener of listeners) listener(topics)
  }
  const writing = lane({ ...options, role: 'writer', threads: 1 }, announce)
  const reading =
    options.readers > 0 && lane({ ...options, role: 'reader', threads: options.readers }, announce)
  const [writer, readers] = await opened(writing, reading || writing)
  return {
    read: (procedure, input, signal) => readers.submit({ run: reads(procedure), input }, signal) as never,
    write: (procedure, input) => writer.submit({ run: writes(procedure), input }) as never,
    backupTo: async (backupTo) => void (await readers.submit({ backupTo })),
    rewrite: async () => void (await writer.submit({ rewrite: true })),
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    async close() {
      await readers.close()
      await writer.close()
      listeners.clear()
    },
  }
}

/** Both lanes, started side by side; when one cannot be opened the other is closed before the reason is told. */
const opened = async (writing: ReturnType<typeof lane>, reading: ReturnType<typeof lane>) => {
  const [writer, readers] = await Promise.allSettled([writing, reading])
  if (writer.status === 'fulfilled' && readers.status === 'fulfilled')
    return [writer.value, readers.value] as const
  for (const one of [writer, readers]) if (one.status === 'fulfilled') await one.value.close()
  throw writer.status === 'rejected' ? writer.reason : (readers as PromiseRejectedResult).reason
}

/** The name under which threads know a procedure. */
const names = (procedures: Readonly<Record<string, unknown>>) => {
  const known = new Map(Object.entries(procedures).map(([name, procedure]) => [procedure, name]))
  return (procedure: unknown): string => {
    const name = known.get(procedure)
    if (name === undefined) throw new Error('This procedure is not in the table of procedures')
    return name
  }
}

type LaneOptions = ThreadOptions & { role: Role; threads: number }

/** A queue and the threads that serve it, each one job at a time, so that a waiting job can still be withdrawn. */
const lane = async (options: LaneOptions, announce: (topics: Topic[]) => void) => {
  const queue: Job[] = []
  const idle = new Set<Seat>()
  let closed = false

  const pump = () => {
    for (const seat of idle) {
      const job = queue.shift()
      if (!job) return
      idle.delete(seat)
      void seat.run(job, announce).finally(() => {
        if (seat.alive()) idle.add(seat)
        pump()
      })
    }
  }
  const hire = async () => {
    const seat = await openSeat(options, () => {
      idle.delete(seat)
      if (!closed) hire().then(pump, () => refuse(queue))
    })
    seats.add(seat)
    idle.add(seat)
    return seat
  }
  const seats = new Set<Seat>()
  await Promise.all(Array.from({ length: options.threads }, hire))

  return {
    submit: (request: Job['request'], signal?: AbortSignal) =>
      new Promise<unknown>((resolve, reject) => {
        if (closed || signal?.aborted) return reject(closed ? shut() : cancelled())
        const job: Job = { request, resolve, reject }
        signal?.addEventListener('abort', () => withdraw(queue, job), { once: true })
        queue.push(job)
        pump()
      }),
    async close() {
      closed = true
      refuse(queue)
      await Promise.all([...seats].map((seat) => seat.close()))
    },
  }
}

const shut = () => new BenchError('disconnected', 'The bench is closing. What was saved is kept.')

const refuse = (queue: Job[]) => {
  for (const job of queue.splice(0)) job.reject(shut())
}

const withdraw = (queue: Job[], job: Job) => {
  const index = queue.indexOf(job)
  if (index < 0) return
  queue.splice(index, 1)
  job.reject(cancelled())
}

type Seat = Awaited<ReturnType<typeof openSeat>>

/** Heaps of database threads, in MiB: a bound that V8 collects towards, far above what one batch or page needs. */
const resourceLimits = { maxOldGenerationSizeMb: 160, maxYoungGenerationSizeMb: 8 }

/** One thread. `onDeath` is called when it ends by itself; its running job is told that it did not happen. */
const openSeat = async ({ path, backupTo, entry, role }: LaneOptions, onDeath: () => void) => {
  const workerData: ThreadData = { path, role, backupTo }
  const worker = new Worker(entry, { workerData, resourceLimits })
  let alive = true
  let closing = false
  let lastId = 0
  let current: { id: number; settle(reply: Reply): void; fail(error: Error): void } | undefined
  let running: Promise<void> = Promise.resolve()

  await new Promise<void>((resolve, reject) => {
    worker.once('message', (reply: Reply) =>
      'error' in reply ? reject(fromErrorBody(reply.error)) : resolve(),
    )
    worker.once('error', reject)
  })
  worker.on('message', (reply: Reply) => {
    if (reply.id === current?.id) current.settle(reply)
  })
  worker.on('error', (error: Error) => current?.fail(error))
  worker.once('exit', () => {
    alive = false
    current?.fail(
      new BenchError('internal', 'The database thread ended; this act was not saved. Try it again.'),
    )
    if (!closing) onDeath()
  })

  return {
    alive: () => alive,
    run: (job: Job, announce: (topics: Topic[]) => void) => {
      running = new Promise<void>((resolve) => {
        const id = ++lastId
        const finish = (act: () => void) => {
          current = undefined
          act()
          resolve()
        }
        current = {
          id,
          settle: (reply) =>
            finish(() => {
              if ('error' in reply) return job.reject(fromErrorBody(reply.error))
              if ('topics' in reply) {
                job.resolve(reply.value)
                announce(reply.topics)
              }
            }),
          fail: (error) => finish(() => job.reject(error)),
        }
        worker.postMessage({ id, ...job.request } satisfies Request)
      })
      return running
    },
    async close() {
      closing = true
      await running
      await worker.terminate()
    },
  }
}
