/** Bytes that may go at once after a pause, as time of the limit. Milliseconds. */
const burst = 250

/** Bytes sent or taken at a time under a limit, so that a limit is a pace and not a stutter. */
export const pacedBytes = 64 * 1024

/** A token bucket: `level` is in bytes and may be owed; `at` in milliseconds. */
export interface Bucket {
  level: number
  at: number
}

export const newBucket = (now: number): Bucket => ({ level: 0, at: now })

/**
 * Takes `bytes` from a bucket that fills at `limit` bytes a second, and tells how many milliseconds to wait before they
 * go. A clock that went back counts as one that stood still.
 */
export const take = (
  bucket: Bucket,
  { bytes, limit, now }: { bytes: number; limit: number; now: number },
): { bucket: Bucket; wait: number } => {
  const passed = Math.max(0, now - bucket.at)
  const filled = Math.min((limit * burst) / 1000, bucket.level + (limit * passed) / 1000)
  const level = filled - bytes
  return { bucket: { level, at: now }, wait: level >= 0 ? 0 : Math.ceil((-level / limit) * 1000) }
}

export interface Throttle {
  limited(): boolean
  /** Waits until bytes may go; resolves at once where there is no limit. Rejects when the signal aborts. */
  pass(bytes: number, signal: AbortSignal): Promise<void>
}

/** One direction's throttle, shared by all its transfers. `limit` is asked each time, so that a change holds at once. */
export const throttle = (options: {
  limit(): number | null
  now(): number
  wait(milliseconds: number, signal: AbortSignal): Promise<void>
}): Throttle => {
  let bucket = newBucket(options.now())
  return {
    limited: () => options.limit() !== null,
    async pass(bytes, signal) {
      signal.throwIfAborted()
      const limit = options.limit()
      if (limit === null) return
      const taken = take(bucket, { bytes, limit, now: options.now() })
      bucket = taken.bucket
      if (taken.wait > 0) await options.wait(taken.wait, signal)
    },
  }
}
