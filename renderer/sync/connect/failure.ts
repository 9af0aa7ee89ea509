import { BenchError } from '../../../shared/contract/error.ts'
import { sentence } from '../../ui/sentence.ts'

/** Which field a person has to look at, and the sentence that stands there. */
export interface Failure {
  at: 'address' | 'token' | 'form'
  text: string
}

/** Where to say why connecting failed: beside what has to be changed. */
export const failureOf = (error: unknown): Failure => {
  const code = error instanceof BenchError ? error.code : ''
  const text = sentence(error)
  if (code === 'unreachable' || code === 'invalid') return { at: 'address', text }
  if (code === 'refused') return { at: 'token', text }
  return { at: 'form', text }
}

/** Why what was typed cannot be a token, before anybody is asked. */
export const tokenFault = (token: string): string | undefined =>
  token === ''
    ? 'A token or a one-time link is needed. Whoever looks after the service makes you one.'
    : undefined
