/** What a view shows of a stream. */
export type Followed<T> =
  | { state: 'loading'; value: T | undefined; error: undefined }
  | { state: 'live'; value: T; error: undefined }
  /** The last value, where there was one, and why there will be no other. */
  | { state: 'failed'; value: T | undefined; error: unknown }
  /** The stream has said all. */
  | { state: 'ended'; value: T | undefined; error: undefined }

/** Reads a stream and tells each value, until it ends or is disposed of; then it tells nothing more. */
export const follow = <T>(
  open: (signal: AbortSignal) => AsyncIterable<T>,
  tell: (next: Followed<T>) => void,
): (() => void) => {
  const controller = new AbortController()
  const { signal } = controller
  let value: T | undefined
  const read = async () => {
    for await (const next of open(signal)) {
      if (signal.aborted) return
      value = next
      tell({ state: 'live', value: next, error: undefined })
    }
    if (!signal.aborted) tell({ state: 'ended', value, error: undefined })
  }
  read().catch((error: unknown) => {
    // Whoever disposed of it expects the stream to be cut.
    if (!signal.aborted) tell({ state: 'failed', value, error })
  })
  return () => controller.abort()
}
