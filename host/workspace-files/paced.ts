/**
 * An answer that is kept until something changes, and made again one at a time, with a rest between as long as making it
 * took: a tree in which thousands of files change must not keep git busy for good.
 */
export const paced = <T>(make: () => Promise<T>): { get(): Promise<T>; changed(): void } => {
  let kept: Promise<T> | undefined
  /** Whether what is kept was begun before the last change could be told. */
  let begun = false
  let before: Promise<unknown> = Promise.resolve()
  let restUntil = 0
  const next = async (): Promise<T> => {
    await before
    const rest = restUntil - performance.now()
    if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest))
    begun = true
    const began = performance.now()
    try {
      return await make()
    } finally {
      restUntil = 2 * performance.now() - began
    }
  }
  return {
    get() {
      if (kept) return kept
      begun = false
      kept = next()
      // Who asked is told of a failure; the one after only waits for the end.
      before = kept.catch(() => undefined)
      return kept
    },
    changed() {
      if (begun) kept = undefined
    },
  }
}
