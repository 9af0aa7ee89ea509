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
export const tokenFault = (token: string): string | undefined => {
  if (token === '') return 'A token is needed. Whoever looks after the service makes you one.'
  // https://…/#link=cbl_… signs a browser in, once.
  if (token.startsWith('cbl_'))
    return 'This is from a link that signs a browser in. Open the link there; this bench needs a token, which begins with cbt_.'
  return undefined
}
