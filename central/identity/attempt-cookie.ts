import { z } from 'zod'
import { loopbackRequest } from './loopback.ts'

/**
 * What a sign-in that is under way needs when the browser comes back stays with that browser: so it is the same one, and
 * any process can finish it. Lax and not strict, because it comes back from the provider's page.
 */
const NAME = 'casebench_identity'
const SECONDS = 600
const PATH = '/v1/identity'

const attempt = z.object({
  state: z.string().max(200),
  nonce: z.string().max(200),
  verifier: z.string().max(200),
  loopback: loopbackRequest.optional(),
})
export type KeptAttempt = z.output<typeof attempt>

const header = (value: string, seconds: number, origin: string): Record<string, string> => ({
  'set-cookie': `${NAME}=${value}; Path=${PATH}; Max-Age=${seconds}; HttpOnly; SameSite=Lax${origin.startsWith('https:') ? '; Secure' : ''}`,
})

export const keepAttempt = (kept: KeptAttempt, origin: string): Record<string, string> =>
  header(Buffer.from(JSON.stringify(kept)).toString('base64url'), SECONDS, origin)

export const forgetAttempt = (origin: string): Record<string, string> => header('', 0, origin)

/** The attempt that this browser began; undefined where there is none. */
export const keptAttempt = (
  cookies: Readonly<Record<string, string | undefined>>,
): KeptAttempt | undefined => {
  try {
    return attempt.parse(JSON.parse(Buffer.from(cookies[NAME] ?? '', 'base64url').toString()))
  } catch {
    // No cookie of ours, which is the same as none.
    return undefined
  }
}
