/** Milliseconds between two looks at what somebody watches. */
const lookEvery = 3000
/** A look may take this share of the time between two, so that a huge folder does not keep the machine busy. */
const share = 20

/** Waking somebody who looks again when told to, and now and then untold. */
export interface Pokes {
  poke(): void
  /**
   * Until somebody pokes, or has done so since the last wait; and no longer than until the next look is due. The system
   * says nothing of a file that was replaced and removed within one of its batches, so nobody relies on it alone.
   */
  wait(options: { lookTook: number }): Promise<void>
}

export const pokes = (): Pokes => {
  let poked = false
  let wake: (() => void) | undefined
  return {
    poke: () => {
      poked = true
      wake?.()
    },
    async wait({ lookTook }) {
      let timer: NodeJS.Timeout | undefined
      if (!poked)
        await new Promise<void>((resolve) => {
          wake = resolve
          if (lookTook !== Number.POSITIVE_INFINITY)
            timer = setTimeout(resolve, Math.max(lookEvery, share * lookTook))
        })
      clearTimeout(timer)
      wake = undefined
      poked = false
    },
  }
}
