import { type FileHandle, open } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import {
  digestText,
  keptPart,
  missingParts,
  type PartRange,
  partCount,
  partDigestHeader,
  type UploadState,
  uploadState,
} from '../../../shared/sync/blobs.ts'
import { askJson } from './ask.ts'
import type { Buffers } from './buffers.ts'
import { TransferFailure } from './decide.ts'
import { pacedBytes, type Throttle } from './pace.ts'
import type { Transport } from './transport.ts'

/** Bytes read and summed up at a time, so that the host hears what else there is. */
const readBytes = 512 * 1024

/** How often an upload is gone over again whose parts the service no longer has. */
const roundsAtMost = 3

/** Milliseconds between questions while the service hashes a large file. */
const askAgainAfter = 1000

export interface UploadOptions {
  transport: Transport
  /** Where the bytes of a file lie. */
  placeOf(sha256: string): string
  /** Memory for parts, shared by all uploads; it bounds how many go at once. */
  buffers: Buffers
  throttle: Throttle
  /** Parts on their way at once. */
  lanes: number
  signal: AbortSignal
  wait(milliseconds: number, signal: AbortSignal): Promise<void>
  /** Called with the bytes that the service has for certain, and with those of parts under way added. */
  onProgress(certain: number, done: number): void
}

interface File {
  sha256: string
  bytes: number
}

const pathOf = ({ sha256, bytes }: File, act: string) => `/v1/blobs/${sha256}/${act}?bytes=${bytes}`

/**
 * Brings a stored file to the service: asks what is there, sends what is missing, and has the whole hashed. Resolves when
 * the service has verified it; throws `TransferFailure`, and the signal's reason.
 */
export const upload = async (options: UploadOptions, file: File): Promise<void> => {
  const { transport, signal } = options
  for (let round = 0; round < roundsAtMost; round += 1) {
    const path = pathOf(file, 'parts')
    const state = await askJson(transport, { method: 'GET', path, signal }, uploadState)
    if (state.state === 'verified') return
    if (state.state === 'open') await sendMissing(options, file, state)
    if ((await complete(options, file)).state === 'verified') return
  }
  throw new TransferFailure(
    'busy',
    'The central service lost parts of this file again and again. The file stays here and is sent later by itself.',
  )
}

const complete = async (options: UploadOptions, file: File): Promise<UploadState> => {
  const { transport, signal, wait } = options
  for (;;) {
    const path = pathOf(file, 'complete')
    const state = await askJson(transport, { method: 'POST', path, signal }, uploadState)
    if (state.state !== 'verifying') return state
    await wait(askAgainAfter, signal)
  }
}

const sendMissing = async (
  options: UploadOptions,
  file: File,
  { parts }: Extract<UploadState, { state: 'open' }>,
): Promise<void> => {
  const { placeOf, onProgress, signal } = options
  const queue = missingParts(
    file.bytes,
    parts.map(({ part }) => part),
  )
  let done = file.bytes - queue.reduce((sum, { length }) => sum + length, 0)
  /** Bytes of each part under way that went into the network. */
  const flying = new Map<number, number>()
  const tell = () =>
    onProgress(
      done,
      [...flying.values()].reduce((sum, bytes) => sum + bytes, done),
    )
  tell()
  const source = await open(placeOf(file.sha256), 'r').catch(() => {
    throw damaged()
  })
  // One part that fails ends the others: what comes of the file is decided for the whole.
  const stop = new AbortController()
  const all = { ...options, signal: AbortSignal.any([signal, stop.signal]) }
  const work = async () => {
    for (let range = queue.shift(); range; range = queue.shift()) {
      const { part, length } = range
      await sendPart(all, { file, source, range }, (bytes) => {
        flying.set(part, bytes)
        tell()
      })
      flying.delete(part)
      done += length
      tell()
    }
  }
  try {
    const lanes = Array.from({ length: Math.min(options.lanes, partCount(file.bytes)) }, work)
    await Promise.all(lanes).catch(async (error: unknown) => {
      stop.abort(error)
      await Promise.allSettled(lanes)
      throw error
    })
  } finally {
    await source.close()
  }
}

const sendPart = async (
  { transport, buffers, throttle, signal }: UploadOptions,
  { file, source, range }: { file: File; source: FileHandle; range: PartRange },
  onSent: (bytes: number) => void,
): Promise<void> =>
  buffers.use(signal, async (buffer) => {
    const bytes = buffer.subarray(0, range.length)
    const digest = await readPart(source, range, bytes)
    const kept = await askJson(
      transport,
      {
        method: 'PUT',
        path: pathOf(file, `parts/${range.part}`),
        headers: {
          [partDigestHeader]: digest,
          'content-type': 'application/octet-stream',
          'content-length': String(range.length),
        },
        body: paced(bytes, { throttle, signal, onSent }),
        signal,
      },
      keptPart,
    )
    if (kept.part !== range.part || kept.digest !== digest)
      throw new TransferFailure(
        'busy',
        'The central service kept another part than the one that was sent. The file stays here and is sent again later.',
      )
  })

/** Fills `bytes` from the file and answers their digest. */
const readPart = async (source: FileHandle, { start }: PartRange, bytes: Buffer): Promise<string> => {
  let digest = 0
  for (let at = 0; at < bytes.length; ) {
    const { bytesRead } = await source.read(bytes, at, Math.min(readBytes, bytes.length - at), start + at)
    if (bytesRead === 0) throw damaged()
    digest = crc32(bytes.subarray(at, at + bytesRead), digest)
    at += bytesRead
  }
  return digestText(digest)
}

async function* paced(
  bytes: Uint8Array,
  { throttle, signal, onSent }: { throttle: Throttle; signal: AbortSignal; onSent(bytes: number): void },
): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; ) {
    const piece = bytes.subarray(at, at + (throttle.limited() ? pacedBytes : readBytes))
    await throttle.pass(piece.length, signal)
    yield piece
    at += piece.length
    onSent(at)
  }
}

const damaged = () =>
  new TransferFailure(
    'damaged',
    'The copy of this file on this bench is gone or cut short, so it cannot be sent. Attach the file again.',
  )
