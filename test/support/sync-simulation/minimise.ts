import { type SimulationOptions, simulate } from './run.ts'

const failureOf = async (options: SimulationOptions): Promise<unknown> => {
  try {
    await simulate(options)
    return undefined
  } catch (error) {
    return error ?? new Error('Something was thrown')
  }
}

/** What makes two failures the same one: the first words of what is wrong. */
const kindOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split(/[\s:]/, 1)[0] ?? ''

/**
 * The commands that a failure needs: those of a failing run of which none, in lots of falling size, can be left out. At
 * most `runsAtMost` runs are spent on it.
 */
export const minimise = async (
  options: SimulationOptions,
  runsAtMost = 300,
): Promise<{ kept: number[]; error: unknown }> => {
  let error = await failureOf(options)
  const kind = kindOf(error)
  let kept = Array.from({ length: options.commands }, (_, index) => index)
  let runs = 0
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let from = 0; from < kept.length && runs < runsAtMost; ) {
      const tried = kept.filter((_, index) => index < from || index >= from + size)
      const within = new Set(tried)
      const without = new Set(
        Array.from({ length: options.commands }, (_, index) => index).filter((index) => !within.has(index)),
      )
      const found = await failureOf({ ...options, without })
      runs += 1
      if (found !== undefined && kindOf(found) === kind) {
        kept = tried
        error = found
      } else from += size
    }
  return { kept, error }
}
