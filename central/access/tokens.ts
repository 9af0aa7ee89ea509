import { createHash, randomBytes } from 'node:crypto'

/** What a token is for stands in front of it, so that one that leaked is recognised, by people and by scanners. */
export const prefixes = { personal: 'cbt_', device: 'cbd_', session: 'cbs_', link: 'cbl_' } as const
export type TokenKind = keyof typeof prefixes

const BYTES = 32
const SHAPE = /^(cb[tdsl]_)[\w-]{43}$/

export interface NewToken {
  /** Shown once and kept nowhere. */
  readonly token: string
  readonly hash: Buffer
}

/** SHA-256 is enough here: 256 random bits cannot be guessed, whatever the hash costs. */
export const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()

export const newToken = (kind: TokenKind, random: (bytes: number) => Buffer = randomBytes): NewToken => {
  const token = `${prefixes[kind]}${random(BYTES).toString('base64url')}`
  return { token, hash: hashOf(token) }
}

/** What kind of token a text is by its form; undefined for one that cannot be a token of ours. */
export const kindOf = (text: string): TokenKind | undefined => {
  const prefix = SHAPE.exec(text)?.[1]
  return (Object.keys(prefixes) as TokenKind[]).find((kind) => prefixes[kind] === prefix)
}
