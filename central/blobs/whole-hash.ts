import { createHash, type Hash } from 'node:crypto'
import type { BlobStore, Place, StoredPart } from './store.ts'

/** Uploads whose hashes are kept under way at a time; another one is hashed whole when it is completed. */
const underWayAtMost = 256

interface UnderWay {
  hash: Hash
  /** The tokens of the parts that went into the hash, in order. */
  done: string[]
  /** Parts that are here and wait for those before them. */
  waiting: Map<number, StoredPart>
  running: Promise<void>
}

/** Hashes the whole of uploads by what the store gives back, not by what was sent. */
export interface WholeHash {
  /** A part is kept: goes on as far as the parts are here without a hole. */
  arrived(place: Place, part: StoredPart): void
  /** The SHA-256 of the parts in order, in hexadecimal; begins anew where other parts were hashed before. */
  of(place: Place, parts: readonly StoredPart[]): Promise<string>
  forget(place: Place): void
}

/**
 * Reads each part again soon after it came, while others are on their way, so that completing a large blob finds almost
 * nothing left to read. It is knowledge of one process: another one that is asked to complete reads everything.
 */
export const wholeHash = (readPart: NonNullable<BlobStore['readPart']>): WholeHash => {
  const uploads = new Map<Place, UnderWay>()

  const take = async (hash: Hash, place: Place, part: StoredPart) => {
    for await (const chunk of readPart(place, part)) hash.update(chunk)
  }
  const goOn = async (place: Place, upload: UnderWay) => {
    for (;;) {
      const next = upload.waiting.get(upload.done.length)
      if (!next) return
      upload.waiting.delete(next.part)
      await take(upload.hash, place, next)
      upload.done.push(next.token)
    }
  }
  const begin = (place: Place): UnderWay => {
    const upload = { hash: createHash('sha256'), done: [], waiting: new Map(), running: Promise.resolve() }
    uploads.set(place, upload)
    const [oldest] = uploads.keys()
    if (uploads.size > underWayAtMost && oldest !== undefined) uploads.delete(oldest)
    return upload
  }

  return {
    arrived(place, part) {
      const upload = uploads.get(place) ?? begin(place)
      upload.waiting.set(part.part, part)
      upload.running = upload.running
        .then(() => goOn(place, upload))
        // A part that cannot be read now is read again, and told of, when the upload is completed.
        .catch(() => void uploads.delete(place))
    },
    async of(place, parts) {
      const upload = uploads.get(place)
      await upload?.running
      const begun =
        upload &&
        uploads.get(place) === upload &&
        upload.done.every((token, at) => token === parts[at]?.token)
      const hash = begun ? upload.hash.copy() : createHash('sha256')
      for (const part of parts.slice(begun ? upload.done.length : 0)) await take(hash, place, part)
      return hash.digest('hex')
    },
    forget: (place) => void uploads.delete(place),
  }
}
