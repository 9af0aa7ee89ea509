import { BenchError } from '../../shared/contract/error.ts'
import type { LicenceNeeded } from '../../shared/contract/licences.ts'
import type { Bench } from '../app/bench.ts'
import { acceptLicences } from '../images/accept.tsx'
import type { OfCase } from '../workspace/acts.tsx'

/** What keeps an environment from starting until a person says yes to it. */
export type Question = { is: 'dangers' } | { is: 'licences'; needed: readonly LicenceNeeded[] }

/** The question that a failed start is; null for one that failed. */
const questionOf = (error: unknown): Question | null => {
  if (!(error instanceof BenchError)) return null
  const { dangers, needed } = (error.details ?? {}) as { dangers?: unknown; needed?: LicenceNeeded[] }
  if (error.code === 'refused' && Array.isArray(dangers)) return { is: 'dangers' }
  return error.code === 'licence-needed' && Array.isArray(needed) ? { is: 'licences', needed } : null
}

/** Does what starts an environment; what only waits for a yes is answered and not thrown. */
export const orQuestion = async <T>(work: () => Promise<T>): Promise<T | { question: Question }> => {
  try {
    return await work()
  } catch (error) {
    const question = questionOf(error)
    if (question) return { question }
    throw error
  }
}

/** Milliseconds that a view may take to come. */
const viewMs = 10_000

/** Runs a command of a view that was asked for just now, as soon as the view is there. */
const runOnceThere = ({ commands }: Bench, id: string): void => {
  if (commands.run(id)) return
  const stop = commands.store.subscribe(() => {
    if (!commands.run(id)) return
    clearTimeout(late)
    stop()
  })
  const late = setTimeout(stop, viewMs)
}

/** Puts a question to a person. Answers whether it is worth another try. */
export const ask = async (
  bench: Bench,
  { ref }: OfCase,
  { question, onRefused }: { question: Question; onRefused?: (() => void) | undefined },
): Promise<boolean> => {
  const { toast, commands } = bench
  if (question.is === 'licences') {
    if (await acceptLicences(bench, question.needed)) return true
    toast(`Nothing of ${ref} was started: a licence that it needs is not accepted.`)
    return false
  }
  toast({
    key: 'environment',
    text: `Nothing of ${ref} was started: its Compose file asks for more than its own containers. Allow what you trust, one by one.`,
  })
  if (onRefused) onRefused()
  else if (commands.run('panel.environment')) runOnceThere(bench, 'environment.review')
  return false
}
