import { BenchError, type ErrorBody, fromErrorBody } from '../../../shared/contract/error.ts'
import { terminalsFolder } from '../places.ts'
import { type PtyChild, startChild } from './child.ts'
import { endLeftovers } from './leftovers.ts'
import type { AskName, Asks, FromProcess, Request, Tidings } from './messages.ts'

/** A pty process that ends by itself so often within this time is not started again until the time is over. */
const deathsAtMost = 5
const deathsWithinMs = 60_000
/** Milliseconds that it has to end its shells when the host closes. */
const closingMs = 5000

export interface PtyProcess {
  ask<N extends AskName>(name: N, input: Asks[N]['in']): Promise<Asks[N]['out']>
  /** Whether it runs now; asking starts it. */
  readonly running: boolean
  close(): Promise<void>
}

export interface LaunchOptions {
  /** The module that the process runs; it calls `servePtys`. */
  entry: URL
  dataDir: string
  /** Takes what the process tells; the next comes when this is done. */
  onTidings(tidings: Tidings[]): Promise<void>
  /** It ended without being asked to, and every shell with it. */
  onGone(): void
  now(): number
}

interface Waiting {
  resolve(out: unknown): void
  reject(error: Error): void
}

interface Running {
  child: PtyChild
  ended: PromiseWithResolvers<void>
  waiting: Map<number, Waiting>
}

/** The one process that runs all terminals: started when it is first needed, and again when it is needed after its end. */
export const launchPtys = (options: LaunchOptions): PtyProcess => {
  const { entry, dataDir, onTidings, onGone, now } = options
  let current: Running | undefined
  let starting: Promise<Running> | undefined
  let cleaning = Promise.resolve()
  let closed = false
  let lastId = 0
  const deaths: number[] = []

  const begin = async (): Promise<Running> => {
    const recent = deaths.filter((at) => now() - at < deathsWithinMs)
    if (recent.length >= deathsAtMost)
      throw new BenchError(
        'internal',
        'The program that runs terminals keeps ending. Cases and files are safe. Wait a minute, then open a terminal again.',
      )
    await cleaning.catch(() => undefined)
    await endLeftovers(terminalsFolder(dataDir))
    const ended = Promise.withResolvers<void>()
    const child = startChild(entry, dataDir, {
      onMessage: (message) => receive(running, message),
      onExit: () => gone(running),
    })
    const running: Running = { child, ended, waiting: new Map() }
    current = running
    return running
  }
  const receive = ({ child, waiting }: Running, message: FromProcess) => {
    if ('tidings' in message) {
      const heard = () => child.send({ heard: true })
      onTidings(message.tidings).then(heard, heard)
      return
    }
    const found = waiting.get(message.id)
    waiting.delete(message.id)
    if ('error' in message) found?.reject(fromErrorBody(message.error))
    else found?.resolve(message.out)
  }
  const gone = (running: Running) => {
    running.ended.resolve()
    if (current !== running) return
    current = undefined
    for (const { reject } of running.waiting.values()) reject(fromErrorBody(endedBody))
    running.waiting.clear()
    if (closed) return
    deaths.push(now())
    deaths.splice(0, deaths.length - deathsAtMost)
    onGone()
    // What its shells left behind ends now, not when somebody opens the next terminal.
    cleaning = endLeftovers(terminalsFolder(dataDir))
    // What could not be ended now is tried again at the next start, which tells of it.
    cleaning.catch(() => undefined)
  }
  const started = async (): Promise<Running> => {
    if (closed) throw new BenchError('disconnected', 'The bench is closing.')
    if (current) return current
    starting ??= begin().finally(() => (starting = undefined))
    return starting
  }
  return {
    get running() {
      return current !== undefined
    },
    async ask(name, input) {
      const { child, waiting } = await started()
      lastId += 1
      const id = lastId
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve: resolve as (out: unknown) => void, reject })
        child.send({ id, ask: name, in: input } as Request, () => {
          waiting.delete(id)
          reject(fromErrorBody(endedBody))
        })
      })
    },
    async close() {
      closed = true
      await starting?.catch(() => undefined)
      if (!current) return
      const { child, ended } = current
      child.leave()
      const late = setTimeout(child.kill, closingMs)
      await ended.promise
      clearTimeout(late)
      await endLeftovers(terminalsFolder(dataDir))
    },
  }
}

const endedBody: ErrorBody = {
  code: 'ended',
  message:
    'The program that runs terminals ended, and this terminal with it. Open it again; its output is kept.',
}
