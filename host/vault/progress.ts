/** Milliseconds between two tidings of how far an act is. */
const interval = 250

interface Tiding {
  type: 'progress'
  step: string
  bytes: number
  of: number
}

/** Does an act that counts bytes, and tells how far it is while it runs; answers what the act answered. */
export async function* follow<T>(
  step: string,
  of: number,
  act: (onBytes: (count: number) => void) => Promise<T>,
): AsyncGenerator<Tiding, T, undefined> {
  let bytes = 0
  let ended = false
  const work = act((count) => {
    bytes += count
  })
  const end = work.then(
    () => {
      ended = true
    },
    () => {
      ended = true
    },
  )
  try {
    while (!ended) {
      let timer: NodeJS.Timeout | undefined
      const tick = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, interval)
      })
      await Promise.race([end, tick])
      clearTimeout(timer)
      if (!ended) yield { type: 'progress', step, bytes, of }
    }
  } finally {
    // A reader that stops waits for the act to end, so that nothing is written after it heard of its end.
    await end
  }
  return work
}
