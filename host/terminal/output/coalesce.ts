/** Bytes that are passed on at once. */
const mostBytes = 64 * 1024
/** Milliseconds that bytes wait for more; what comes alone is passed on at once. */
const waitMs = 5

/** Gathers the small pieces that a pty gives (4 KiB on Linux), so that each costs less. */
export interface Coalescer {
  push(bytes: Uint8Array): void
  flush(): void
  dispose(): void
}

/** `take` owns its bytes only until it returns. `now` in milliseconds. */
export const coalesce = (take: (bytes: Buffer) => void, now: () => number): Coalescer => {
  const buffer = Buffer.allocUnsafe(mostBytes)
  let held = 0
  let flushedAt = Number.NEGATIVE_INFINITY
  let timer: NodeJS.Timeout | undefined

  const flush = () => {
    clearTimeout(timer)
    timer = undefined
    if (held === 0) return
    const bytes = buffer.subarray(0, held)
    held = 0
    flushedAt = now()
    take(bytes)
  }
  return {
    push(bytes) {
      for (let done = 0; done < bytes.length; ) {
        const part = bytes.subarray(done, done + mostBytes - held)
        buffer.set(part, held)
        held += part.length
        done += part.length
        if (held === mostBytes) flush()
      }
      if (held === 0 || timer) return
      if (now() - flushedAt >= waitMs) flush()
      else timer = setTimeout(flush, waitMs)
    },
    flush,
    dispose() {
      clearTimeout(timer)
      timer = undefined
    },
  }
}
