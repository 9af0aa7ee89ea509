/** Does one thing to the world outside of a program: a transaction, a request, a piece of an answer. */
export type Perform = <T>(label: string, act: () => T) => Promise<T>

/** A program that stops before each of its effects until it is let go on; dropping it is a crash. */
export interface Process {
  /** The effect before which it stands; null when it has ended. */
  standing(): string | null
  /** Does that effect and runs to the next one. */
  step(): Promise<void>
  /** What it threw, once it has ended. */
  failure(): unknown
}

interface Effect {
  label: string
  run(): void
}

export const startProcess = async (body: (perform: Perform) => Promise<unknown>): Promise<Process> => {
  let standing: Effect | null = null
  let failure: unknown
  let wake: () => void = () => undefined
  const arrival = () =>
    new Promise<void>((resolve) => {
      wake = resolve
    })
  const perform: Perform = (label, act) =>
    new Promise((resolve, reject) => {
      const run = () => {
        try {
          resolve(act())
        } catch (error) {
          reject(error)
        }
      }
      standing = { label, run }
      wake()
    })
  const started = arrival()
  const end = (error?: unknown) => {
    failure = error
    wake()
  }
  body(perform).then(() => end(), end)
  await started
  return {
    standing: () => standing?.label ?? null,
    failure: () => failure,
    async step() {
      const effect = standing
      if (!effect) return
      standing = null
      const arrived = arrival()
      effect.run()
      await arrived
    },
  }
}
