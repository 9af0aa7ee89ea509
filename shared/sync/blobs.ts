import { z } from 'zod'
import { sha256 } from '../domain/entities.ts'

/** Bytes of a part; only the last one of a blob is shorter. S3 asks for at least 5 MiB. */
export const partBytes = 8 * 1024 * 1024

/** Parts of one blob at most, within the 10,000 that S3 allows. */
const partsAtMost = 8192

/** Bytes of one blob at most: 64 GiB. */
export const blobBytesAtMost = partBytes * partsAtMost

/** Parts of a blob of so many bytes. An empty blob has one empty part, so that every blob goes the same way. */
export const partCount = (bytes: number): number => Math.max(1, Math.ceil(bytes / partBytes))

export interface PartRange {
  part: number
  /** The first byte. */
  start: number
  length: number
}

/** Where part `part` lies in a blob of `bytes`. Throws `RangeError` for a part that the blob does not have. */
export const partRange = (bytes: number, part: number): PartRange => {
  if (!Number.isInteger(part) || part < 0 || part >= partCount(bytes))
    throw new RangeError(`A file of ${bytes} bytes has no part ${part}`)
  const start = part * partBytes
  return { part, start, length: Math.min(partBytes, bytes - start) }
}

/** The parts of a blob that are not among `there`, in order. */
export const missingParts = (bytes: number, there: Iterable<number>): PartRange[] => {
  const known = new Set(there)
  return Array.from({ length: partCount(bytes) }, (_, part) => part)
    .filter((part) => !known.has(part))
    .map((part) => partRange(bytes, part))
}

/**
 * The header that carries a part's digest: its CRC-32 (the one of ISO-HDLC, as in gzip) in hexadecimal. It finds what
 * the network broke, part by part, at a third of the cost of SHA-256; what anybody means to break, the SHA-256 of the
 * whole finds.
 */
export const partDigestHeader = 'x-part-crc32'

const partDigest = z.string().regex(/^[0-9a-f]{8}$/)

/** A CRC-32 as the header and the answers write it. */
export const digestText = (crc32: number): string => crc32.toString(16).padStart(8, '0')

export const blobPathParams = z.object({ sha256 })
export const partPathParams = z.object({
  sha256,
  part: z.coerce
    .number()
    .int()
    .min(0)
    .max(partsAtMost - 1),
})

/** Every request of an upload says how large the whole is. */
export const uploadQuery = z.object({ bytes: z.coerce.number().int().min(0).max(blobBytesAtMost) })

export const partHeaders = z.object({ [partDigestHeader]: partDigest })

export const keptPart = z.object({ part: z.int().min(0), digest: partDigest })
export type KeptPart = z.output<typeof keptPart>

/** How far an upload is. `verified`: the service holds bytes of this hash, and nothing is left to send. */
export const uploadState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('open'), parts: z.array(keptPart).max(partsAtMost) }),
  /** Everything is there and is being hashed; ask again. */
  z.object({ state: z.literal('verifying') }),
  z.object({ state: z.literal('verified') }),
])
export type UploadState = z.output<typeof uploadState>

/** The bytes that a `Range` header asks for, both ends inclusive. */
export interface ByteRange {
  start: number
  end: number
}

/**
 * Reads a `Range` header of one range (RFC 9110, 14.1.2). Answers null where the whole is meant, as the RFC wants for
 * what cannot be read or names several ranges, and `unsatisfiable` where nothing of it exists.
 */
export const parseRange = (header: string | undefined, size: number): ByteRange | 'unsatisfiable' | null => {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? []
  if (first === '' && last === '') return null
  if (first === '') {
    const length = Number(last)
    return length === 0 || size === 0 ? 'unsatisfiable' : { start: Math.max(0, size - length), end: size - 1 }
  }
  const start = Number(first)
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (last !== '' && Number(last) < start) return null
  return start >= size ? 'unsatisfiable' : { start, end }
}

/** What a `Content-Range` header of a 206 says (RFC 9110, 14.4); null where it says nothing that can be used. */
export const parseContentRange = (header: string | null): (ByteRange & { size: number }) | null => {
  const found = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/.exec(header ?? '')
  if (!found) return null
  const [start, end, size] = found.slice(1).map(Number) as [number, number, number]
  return start <= end && end < size ? { start, end, size } : null
}
