import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { refuse } from '../http/refusal.ts'

/** N = 2^15, r = 8, p = 3: 32 MiB and about 0.2 s, one of the settings of OWASP's password storage cheat sheet. */
const COST = { log2N: 15, r: 8, p: 3 } as const
const KEY_BYTES = 32
const SALT_BYTES = 16
const AT_ONCE = 2
const WAITING = 50

interface Stored {
  readonly N: number
  readonly r: number
  readonly p: number
  readonly salt: Buffer
  readonly key: Buffer
}

const derive = (password: string, { N, r, p, salt }: Omit<Stored, 'key'>): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    // The same characters may be typed as different code points; NFKC makes them one.
    const text = password.normalize('NFKC')
    scrypt(text, salt, KEY_BYTES, { N, r, p, maxmem: 256 * N * r }, (error, key) =>
      error ? reject(error) : resolve(key),
    )
  })

const read = (text: string): Stored | undefined => {
  const parts = /^scrypt\$(\d{1,2})\$(\d{1,2})\$(\d{1,2})\$([\w-]+)\$([\w-]+)$/.exec(text)
  if (!parts) return undefined
  const [, log2N, r, p, salt = '', key = ''] = parts
  return {
    N: 2 ** Number(log2N),
    r: Number(r),
    p: Number(p),
    salt: Buffer.from(salt, 'base64url'),
    key: Buffer.from(key, 'base64url'),
  }
}

export interface Passwords {
  /** What is kept of a password: `scrypt$log2N$r$p$salt$key`. */
  hash(password: string): Promise<string>
  /** Takes the same time whether there is a password to compare with or not. */
  matches(stored: string | null, password: string): Promise<boolean>
}

/**
 * Passwords by scrypt. Each takes 32 MiB for a moment, so that only a few are worked on at once, some more wait, and the
 * rest is refused with `too-many`.
 */
export const createPasswords = ({
  random = randomBytes,
  mayWait = WAITING,
}: {
  random?: (bytes: number) => Buffer
  /** How many may wait for their turn. */
  mayWait?: number
} = {}): Passwords => {
  let working = 0
  const waiting: (() => void)[] = []
  const taken = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (working >= AT_ONCE) {
      if (waiting.length >= mayWait)
        throw refuse('too-many', 'Too many people sign in at this moment. Try again in a minute.')
      await new Promise<void>((resolve) => waiting.push(resolve))
    } else working += 1
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else working -= 1
    }
  }
  const fresh = (): Omit<Stored, 'key'> => ({
    N: 2 ** COST.log2N,
    r: COST.r,
    p: COST.p,
    salt: random(SALT_BYTES),
  })
  return {
    hash: (password) =>
      taken(async () => {
        const own = fresh()
        const key = await derive(password, own)
        const text = (bytes: Buffer) => bytes.toString('base64url')
        return ['scrypt', COST.log2N, COST.r, COST.p, text(own.salt), text(key)].join('$')
      }),
    matches: (stored, password) =>
      taken(async () => {
        const known = stored === null ? undefined : read(stored)
        const found = await derive(password, known ?? fresh())
        return known !== undefined && timingSafeEqual(found, known.key)
      }),
  }
}
