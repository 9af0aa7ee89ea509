import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** Milliseconds in which a link must be opened; a fresh one costs one command. */
export const tokenLifeMs = 30 * 60_000

/** Links that may wait to be opened at once; the oldest gives way. */
const tokensAtMost = 16

export interface OneTimeTokens {
  issue(): string
  /** True once per token, within its life. */
  redeem(token: string): boolean
}

export const digest = (secret: string): Buffer => createHash('sha256').update(secret).digest()

/** 256 bits, so that nobody can guess one. */
export const secret = (): string => randomBytes(32).toString('base64url')

/** Tokens are kept as digests, and compared in constant time. `now` is in milliseconds. */
export const oneTimeTokens = (now: () => number): OneTimeTokens => {
  let waiting: { digest: Buffer; expiresAt: number }[] = []
  return {
    issue() {
      const token = secret()
      waiting = [...waiting, { digest: digest(token), expiresAt: now() + tokenLifeMs }].slice(-tokensAtMost)
      return token
    },
    redeem(token) {
      const given = digest(token)
      const found = waiting.filter((one) => timingSafeEqual(one.digest, given))
      waiting = waiting.filter((one) => !found.includes(one))
      return found.some(({ expiresAt }) => now() < expiresAt)
    },
  }
}
