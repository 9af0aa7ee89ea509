/** Milliseconds that a speed is taken over. */
const span = 5000

/** Milliseconds below which what came says little about a speed. */
const tooShort = 500

interface Sample {
  at: number
  done: number
}

export interface Speedometer {
  /** So many bytes were over at this moment (milliseconds). */
  note(done: number, at: number): void
  /** Bytes a second in the last seconds; null while that is not known. */
  speed(at: number): number | null
}

/** The speed of one transfer. What was over before it began, or is begun anew, is no speed. */
export const speedometer = (): Speedometer => {
  let samples: Sample[] = []
  return {
    note(done, at) {
      if (done < (samples.at(-1)?.done ?? 0)) samples = []
      const [before, last] = samples.slice(-2)
      // A few a second are enough.
      if (before && last && last.at - before.at < 100) samples.pop()
      samples.push({ done, at })
      while (samples.length > 2 && (samples[1]?.at ?? at) < at - span) samples.shift()
    },
    speed(at) {
      const [first] = samples
      const last = samples.at(-1)
      if (!first || !last || at - first.at < tooShort) return null
      return ((last.done - first.done) / (at - first.at)) * 1000
    },
  }
}
