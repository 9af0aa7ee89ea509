import { ZodError } from 'zod'
import { BenchError, type ErrorBody } from '../../shared/contract/error.ts'
import { Refusal, refuse, statusOf } from './refusal.ts'

export interface Failure {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: { readonly error: ErrorBody }
  /** Ours to look into: its cause goes to the log. */
  readonly unexpected: boolean
}

/** Fastify's own refusals (FST_ERR_* and its status) in our words. */
const ownWords = (status: number): Refusal => {
  if (status === 413)
    return refuse('too-large', 'The request is larger than this route takes. Send less at once.')
  if (status === 415)
    return refuse('wrong-type', 'The request has a Content-Type that this route does not take.')
  if (status === 503) return refuse('unavailable', 'This service is about to stop. Try again in a moment.')
  return refuse('bad-input', 'The request cannot be read. Nothing was changed.')
}

/** Characters that PostgreSQL keeps in no text: NUL, and halves of a pair (22021, 22P05 in its Appendix A). */
const isUnkeepable = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && (thrown.code === '22021' || thrown.code === '22P05')

/** The database has no room left (53100 there), or a file of ours has not. */
const isDiskFull = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && (thrown.code === '53100' || thrown.code === 'ENOSPC')

const diskFull = (): Refusal =>
  new Refusal(
    507,
    'disk-full',
    'The disk of the central service is full. Nothing was acknowledged, and changes wait on the benches; an administrator has to make room.',
  )

const clientStatus = (thrown: unknown): number | undefined => {
  if (isUnkeepable(thrown)) return 400
  if (!(thrown instanceof Error && 'statusCode' in thrown && typeof thrown.statusCode === 'number'))
    return undefined
  const { statusCode } = thrown
  return (statusCode >= 400 && statusCode < 500) || statusCode === 503 ? statusCode : undefined
}

const refusalFor = (thrown: unknown): BenchError => {
  if (thrown instanceof BenchError && thrown.code !== 'internal') return thrown
  if (isDiskFull(thrown)) return diskFull()
  const known = clientStatus(thrown)
  if (known !== undefined && !(thrown instanceof ZodError)) return ownWords(known)
  return refuse(
    'internal',
    'Something unexpected failed in the central service. Nothing was acknowledged. Try again; if it stays, tell an administrator.',
  )
}

/** What a client is told of anything thrown. Of an unexpected error it learns no more than that there was one. */
export const failureOf = (thrown: unknown): Failure => {
  const error = refusalFor(thrown)
  const { code, message, details } = error
  return {
    status: statusOf(error),
    headers: error instanceof Refusal ? error.headers : {},
    body: { error: details === undefined ? { code, message } : { code, message, details } },
    unexpected: statusOf(error) >= 500,
  }
}
