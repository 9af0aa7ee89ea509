/** Milliseconds from a change to its being kept; what was typed within them may be lost to a power cut. */
const soon = 300
/** Milliseconds before trying again where it could not be kept, as while the host starts. */
const later = 1500

export interface Keeper {
  /** There is something new to keep. */
  changed(): void
  /** There is nothing to keep any more. */
  clean(): void
  forget(): Promise<void>
  flush(): void
  dispose(): void
}

export interface KeeperOptions {
  keep: () => Promise<void>
  forget: () => Promise<void>
  onFailure: (error: unknown) => void
}

/** Keeps what is not saved, one call at a time and the last state always. */
export const createKeeper = ({ keep, forget, onFailure }: KeeperOptions): Keeper => {
  let timer: ReturnType<typeof setTimeout> | undefined
  let wanted: 'keep' | 'forget' | null = null
  let kept = false
  let running: Promise<void> = Promise.resolve()

  const work = async () => {
    clearTimeout(timer)
    timer = undefined
    const next = wanted
    wanted = null
    if (next === null) return
    try {
      if (next === 'keep') {
        kept = true
        await keep()
      } else if (kept) {
        await forget()
        kept = false
      }
    } catch (error) {
      onFailure(error)
      wanted ??= next
      plan(later)
    }
  }
  const run = () => {
    running = running.then(work)
  }
  const plan = (wait: number) => {
    timer ??= setTimeout(run, wait)
  }

  return {
    changed() {
      wanted = 'keep'
      plan(soon)
    },
    clean() {
      if (!kept && wanted === null) return
      wanted = 'forget'
      plan(soon)
    },
    async forget() {
      kept = true
      wanted = 'forget'
      run()
      await running
    },
    flush: () => wanted !== null && run(),
    dispose() {
      clearTimeout(timer)
      // What is kept goes with its owner, so it is not queued.
      if (wanted === 'keep') keep().catch(onFailure)
      if (wanted === 'forget') forget().catch(onFailure)
      wanted = null
    },
  }
}
