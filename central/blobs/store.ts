/**
 * A place names the bytes of one upload for ever: `ab/<sha256>.<upload id>`. What a place holds never changes once it
 * was completed; which place stands for a hash is said by the database alone, so that naming is one row.
 */
export type Place = string

export const placeOf = (sha256: string, uploadId: string): Place =>
  `${sha256.slice(0, 2)}/${sha256}.${uploadId}`

/** What the service asks of a part before it takes it. */
export interface ExpectedPart {
  part: number
  /** Bytes. */
  length: number
  digest: string
}

/** A part that a store holds; `token` is the store's own name for exactly those bytes. */
export interface StoredPart {
  part: number
  digest: string
  token: string
}

/** What the database says of an upload is not in the store any more: a part of it, or (without one) all of it. */
export class PartGone extends Error {
  readonly part: StoredPart | undefined

  constructor(part?: StoredPart) {
    super('A part of this upload is gone from the store')
    this.part = part
  }
}

/** Bytes from `start` to `end`, inclusive. */
export interface ReadRange {
  start: number
  end: number
}

/**
 * Where bytes are kept. Every act is idempotent and may run in several processes at once. Throws `BenchError`:
 * `part-differs` for a body that is not the announced part, `disk-full`, and `store` where the store does not answer.
 */
export interface BlobStore {
  /** Prepares an upload and answers the store's own handle of it. */
  begin(place: Place): Promise<string>
  /** Keeps a part. A power cut may take it until the upload is completed; hashing the whole then finds that. */
  putPart(
    upload: { place: Place; handle: string },
    expected: ExpectedPart,
    body: AsyncIterable<Uint8Array>,
  ): Promise<string>
  /** Where given, parts can be read before the upload is completed, and so be hashed while others still arrive. */
  readPart?(place: Place, part: StoredPart): AsyncIterable<Uint8Array>
  /** Removes a part in whose place another one came; not there where a store replaces parts by itself. */
  dropPart?(place: Place, part: StoredPart): Promise<void>
  /** Makes the parts one blob that can be read, durable when this answers. Throws `PartGone`, as reading a part does. */
  complete(upload: { place: Place; handle: string }, parts: readonly StoredPart[]): Promise<void>
  read(place: Place, range: ReadRange): AsyncIterable<Uint8Array>
  /** Bytes of a completed blob; null where there is none. */
  size(place: Place): Promise<number | null>
  /** Removes a blob or an unfinished upload, and is content where there is none. */
  remove(place: Place, handle: string): Promise<void>
}
