import { BenchError } from '../../shared/contract/error.ts'

/** What to show a person of anything thrown. */
export const sentence = (error: unknown): string => {
  if (error instanceof Error && error.message) return error.message
  return typeof error === 'string' && error ? error : 'Something unexpected failed. What was saved is kept.'
}

/** What to put into a bug report: code, sentence, facts and stack. */
export const details = (error: unknown): string => {
  const lines = [sentence(error)]
  if (error instanceof BenchError) {
    lines.unshift(`code: ${error.code}`)
    if (error.details !== undefined) lines.push(JSON.stringify(error.details, null, 2))
  }
  if (error instanceof Error && error.stack) lines.push(error.stack)
  return lines.join('\n')
}

/** Whether this only says that the person (or a view that went away) cancelled it. */
export const isCancelled = (error: unknown): boolean =>
  (error instanceof BenchError && error.code === 'cancelled') ||
  (error instanceof Error && error.name === 'AbortError')
