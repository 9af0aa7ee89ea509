import { setTimeout as pause } from 'node:timers/promises'
import type { z } from 'zod'
import { BenchError } from '../../shared/contract/error.ts'
import type { ServiceTrouble } from '../../shared/contract/vault.ts'
import { partBytes } from '../../shared/sync/blobs.ts'
import { imagesAnswer, type PublishedImage } from '../../shared/sync/images.ts'
import { askJson, failureOf, reach } from '../sync/blobs/ask.ts'
import { lendBuffers } from '../sync/blobs/buffers.ts'
import { TransferFailure } from '../sync/blobs/decide.ts'
import { receiveFile, sizeOf } from '../sync/blobs/download.ts'
import { throttle } from '../sync/blobs/pace.ts'
import { upload } from '../sync/blobs/upload.ts'
import type { CentralAccess } from '../sync/service.ts'

interface Moved {
  sha256: string
  bytes: number
}

/** Images at the central service. Each act can be repeated and goes on where it stopped. Throws `service`. */
export interface CentralImages {
  /** `tries` where somebody looks at the answer and rather tries again than waits. */
  list(tries?: number): Promise<PublishedImage[]>
  /** Sends a file that lies at `path`, as far as the service does not have it. */
  send(file: Moved & { path: string }, onBytes: (count: number) => void): Promise<void>
  /** Bytes of a file there. */
  size(sha256: string): Promise<number>
  /** Fetches a file to `path`, from where it was cut off, and checks it. */
  receive(file: Moved & { path: string }, onBytes: (count: number) => void): Promise<void>
  put<S extends z.ZodType>(path: string, value: object, schema: S): Promise<z.output<S>>
}

/** Parts on their way at once. */
const lanes = 2
/** How often an act is tried again where the network or the service was the reason, and the first wait in milliseconds. */
const triesAtMost = 5
const firstWaitMs = 500

const sentences: Readonly<Record<ServiceTrouble['why'], string>> = {
  unreachable:
    'The central service cannot be reached. What was sent or fetched so far is kept; ask again, and it goes on there.',
  busy: '',
  'signed-out':
    'The central service does not let this bench share images. Nothing was changed. Sign in again, or ask whoever runs the service: experts and auditors share none.',
  'too-old':
    'The central service is too old to share images. Nothing was changed. Ask whoever runs it to update it.',
  absent: 'The central service does not have this image any more. What is here stays.',
  'wrong-bytes':
    'What came is not what its digest says. It was not kept. Ask again; where it happens twice, tell whoever runs the service.',
  'disk-full': 'The disk of the vault is full. What came so far is kept; free some space and ask again.',
  damaged:
    'A part of the vault is missing. Nothing was published. Save the image again; verifying the vault finds all parts that are missing.',
}

const told = (why: ServiceTrouble['why'], message: string): BenchError =>
  new BenchError('service', sentences[why] || message, { why } satisfies ServiceTrouble)

const asBenchError = (error: unknown): unknown =>
  error instanceof TransferFailure ? told(error.kind, error.message) : error

/** Every service that shares images has a list of them. */
const tooOld = (error: unknown): never => {
  throw error instanceof TransferFailure && error.kind === 'absent' ? told('too-old', error.message) : error
}

export const centralImages = ({ transport, settings }: CentralAccess, signal: AbortSignal): CentralImages => {
  const wait = (milliseconds: number, until: AbortSignal) => pause(milliseconds, undefined, { signal: until })
  const paced = (limit: 'uploadLimit' | 'downloadLimit') =>
    throttle({ limit: () => settings()[limit], now: () => performance.now(), wait })
  const buffers = lendBuffers(lanes, partBytes)
  const up = paced('uploadLimit')
  const down = paced('downloadLimit')

  const patiently = async <T>(act: () => Promise<T>, most = triesAtMost): Promise<T> => {
    for (let tries = 1; ; tries += 1)
      try {
        return await act()
      } catch (error) {
        const again =
          error instanceof TransferFailure && (error.kind === 'unreachable' || error.kind === 'busy')
        if (!again || tries >= most) throw asBenchError(error)
        await wait(Math.max(firstWaitMs * 2 ** (tries - 1), error.retryAfter ?? 0), signal)
      }
  }
  /** Turns how far an act is into what was added; a second try begins where the first one came to. */
  const counted = (onBytes: (count: number) => void) => {
    let known = 0
    return (done: number) => {
      if (done > known) onBytes(done - known)
      known = Math.max(known, done)
    }
  }
  return {
    list: (tries) =>
      patiently(async () => {
        const asked = { method: 'GET', path: '/v1/images', signal } as const
        return (await askJson(transport, asked, imagesAnswer).catch(tooOld)).images
      }, tries),
    send({ path, ...file }, onBytes) {
      const told = counted(onBytes)
      const onProgress = (_certain: number, done: number) => told(done)
      const options = {
        transport,
        buffers,
        throttle: up,
        lanes,
        signal,
        wait,
        placeOf: () => path,
        onProgress,
      }
      return patiently(async () => {
        await upload(options, file)
        told(file.bytes)
      })
    },
    size: (sha256) =>
      patiently(() => sizeOf({ transport, throttle: down, signal, onProgress: () => undefined }, sha256)),
    receive(file, onBytes) {
      const onProgress = counted(onBytes)
      return patiently(() => receiveFile({ transport, throttle: down, signal, onProgress }, file))
    },
    put: (path, value, schema) =>
      patiently(async () => {
        const bytes = Buffer.from(JSON.stringify(value))
        const headers = { 'content-type': 'application/json', 'content-length': String(bytes.length) }
        const request = { method: 'PUT', path, headers, body: once(bytes), signal } as const
        const answer = await reach(transport, request)
        // What was refused for what it is stays refused.
        if (answer.status === 400 || answer.status === 413 || answer.status === 422)
          throw new BenchError('service', (await failureOf(answer)).message)
        return askJson(async () => answer, request, schema)
      }),
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
