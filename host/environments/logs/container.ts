import type { Readable } from 'node:stream'
import type Docker from 'dockerode'
import { isMissing } from '../../engine/failure.ts'
import { logReader, type StampedLine } from './frames.ts'

export interface ContainerLogs {
  readonly docker: Docker
  readonly container: string
  readonly service: string
  /** Milliseconds since 1970; null for all there is. */
  readonly from: number | null
  readonly to: number | null
  readonly tail: number | null
  readonly follow: boolean
  readonly signal: AbortSignal
}

/** Where reading goes on: the stamp of the last line, and how many lines had it. */
interface Place {
  stamp: string
  count: number
}

/**
 * The lines of a container, as batches. When following, it goes on over stops and starts until the container is removed
 * or the signal aborts; no line is told twice.
 */
export async function* containerLines(logs: ContainerLogs): AsyncGenerator<StampedLine[], void, undefined> {
  const { docker, container, follow, signal } = logs
  const facts = await inspected(docker, container)
  if (!facts) return
  let place: Place | null = null
  for (;;) {
    const isTold = toldBefore(place)
    for await (const lines of onePass(logs, facts.Config.Tty, place)) {
      const fresh = lines.filter((line) => !isTold(line))
      if (fresh.length === 0) continue
      place = placeAfter(place, fresh)
      yield fresh
    }
    if (!follow || signal.aborted || !(await startsAgain(docker, container, signal))) return
  }
}

const inspected = async (docker: Docker, container: string) => {
  try {
    return await docker.getContainer(container).inspect()
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

/** Waits until a stopped container runs again; false where it is gone. */
const startsAgain = async (docker: Docker, container: string, signal: AbortSignal): Promise<boolean> => {
  while (!signal.aborted) {
    const facts = await inspected(docker, container)
    if (!facts) return false
    if (facts.State.Running || facts.State.Restarting) return true
    await new Promise<void>((resolve) => {
      const timer = setTimeout(done, lookMs)
      function done() {
        clearTimeout(timer)
        signal.removeEventListener('abort', done)
        resolve()
      }
      signal.addEventListener('abort', done, { once: true })
    })
  }
  return false
}

/** Milliseconds between two looks at a container that has stopped. */
const lookMs = 500

const seconds = (at: number): string => (at / 1000).toFixed(3)

async function* onePass(
  { docker, container, service, from, to, tail, follow, signal }: ContainerLogs,
  terminal: boolean,
  place: Place | null,
): AsyncGenerator<StampedLine[], void, undefined> {
  const since = place ? sinceOf(place.stamp) : from === null ? null : seconds(from)
  const stream = await opened(docker, container, {
    ...{ stdout: true, stderr: true, timestamps: true, follow },
    ...(since === null ? {} : { since }),
    ...(to === null ? {} : { until: seconds(to) }),
    ...(tail === null || place ? {} : { tail }),
  })
  const reader = logReader(service, terminal)
  const abort = () => stream.destroy()
  signal.addEventListener('abort', abort, { once: true })
  try {
    if (signal.aborted) return
    for await (const chunk of stream) {
      const lines = reader.read(chunk as Buffer)
      if (lines.length > 0) yield lines
    }
    const rest = reader.end()
    if (rest.length > 0) yield rest
  } catch (error) {
    // The reader that went away is why the stream broke.
    if (!signal.aborted) throw error
  } finally {
    signal.removeEventListener('abort', abort)
    stream.destroy()
  }
}

/** dockerode reads a log that does not follow into memory whole; so this asks for it as a stream. */
const opened = (docker: Docker, container: string, options: Record<string, unknown>): Promise<Readable> =>
  new Promise((resolve, reject) => {
    docker.modem.dial(
      {
        path: `/containers/${container}/logs?`,
        method: 'GET',
        isStream: true,
        statusCodes: { 200: true, 404: 'no such container', 500: 'server error' },
        options,
      },
      (error: unknown, stream: unknown) =>
        error
          ? reject(error instanceof Error ? error : new Error(String(error)))
          : resolve(stream as Readable),
    )
  })

/** Seconds and nanoseconds of a stamp, as `since` takes them. */
const sinceOf = (stamp: string): string => {
  const fraction = /\.(\d+)/.exec(stamp)?.[1] ?? '0'
  return `${Math.floor(Date.parse(`${stamp.slice(0, 19)}Z`) / 1000)}.${fraction.padEnd(9, '0')}`
}

/** `since` gives the last lines again: those that had its stamp when we stopped. */
const toldBefore = (place: Place | null) => {
  let again = place?.count ?? 0
  return ({ stamp }: StampedLine): boolean => {
    if (again === 0 || stamp !== place?.stamp) return false
    again -= 1
    return true
  }
}

const placeAfter = (place: Place | null, lines: readonly StampedLine[]): Place => {
  const stamp = lines.at(-1)?.stamp ?? ''
  const count = lines.filter((line) => line.stamp === stamp).length
  return { stamp, count: count + (place?.stamp === stamp ? place.count : 0) }
}
