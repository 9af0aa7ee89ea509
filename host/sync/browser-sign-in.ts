import { createHash, randomBytes } from 'node:crypto'
import { BenchError, cancelled } from '../../shared/contract/error.ts'
import { openLoopback } from './loopback.ts'
import { redeemCode } from './registration.ts'

/** Milliseconds that a person has to sign in; the service's own code lasts as long. */
const usualPatienceMs = 5 * 60_000

export type BrowserStep =
  | { step: 'open'; url: string; until: number }
  | { step: 'connected'; organisation: string; person: string }

export interface BrowserSignIn {
  /** The address of the service. */
  url: string
  now(): number
  patienceMs?: number | undefined
  signal: AbortSignal
  /** Connects with the personal token that the sign-in came to. */
  connect(token: string): Promise<{ organisation: string; person: string }>
}

const secret = (): string => randomBytes(32).toString('base64url')

/**
 * Signs in by the browser of this machine: tells the address to open, waits until the browser comes back to a port of
 * ours, and connects. What comes back is worth something only with the verifier that never leaves this process.
 */
export async function* signInByBrowser(options: BrowserSignIn): AsyncGenerator<BrowserStep> {
  const { url, now, patienceMs = usualPatienceMs, signal, connect } = options
  const [state, verifier] = [secret(), secret()]
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  const late = AbortSignal.timeout(patienceMs)
  const loopback = await openLoopback(state)
  try {
    const query = new URLSearchParams({ loopback: loopback.address, challenge, state })
    yield { step: 'open', url: `${url}/v1/identity/start?${query}`, until: now() + patienceMs }
    const answered = await loopback.answer(AbortSignal.any([signal, late])).catch(() => {
      if (signal.aborted) throw cancelled()
      throw new BenchError(
        'not-finished',
        'Nobody signed in in the browser in time. Nothing was connected. Begin again.',
      )
    })
    try {
      const made = await connect(await redeemCode(url, { code: answered.code, verifier }))
      answered.say(
        'Connected',
        `This bench works as ${made.person} now. Close this page and go back to Casebench.`,
      )
      yield { step: 'connected', ...made }
    } catch (error) {
      answered.say(
        'Not connected',
        error instanceof Error ? error.message : 'Look at Casebench for the reason.',
      )
      throw error
    }
  } finally {
    await loopback.close()
  }
}
