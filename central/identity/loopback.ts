import { createHash } from 'node:crypto'
import { z } from 'zod'

/** The way back to a bench on the browser's own machine (RFC 8252, section 7.3), and what only that bench can prove. */
export const loopbackRequest = z.object({
  /** `http://127.0.0.1:port/path`, where the bench listens for its answer. */
  loopback: z
    .url()
    .max(500)
    .refine((text) => {
      const { protocol, hostname, port, username, hash } = new URL(text)
      return (
        protocol === 'http:' && ['127.0.0.1', '[::1]'].includes(hostname) && port !== '' && !username && !hash
      )
    }, 'must be http on 127.0.0.1 with a port'),
  /** SHA-256 of the verifier that the bench keeps, base64url (RFC 7636, S256). */
  challenge: z.string().regex(/^[\w-]{43}$/, 'must be a SHA-256 in base64url'),
  /** Handed back as it is. */
  state: z.string().max(200),
})
export type LoopbackRequest = z.output<typeof loopbackRequest>

export const challengeOf = (verifier: string): string =>
  createHash('sha256').update(verifier).digest('base64url')

/** The code alone is worth nothing: what is kept is a hash of it together with the challenge. */
export const boundCode = (code: string, challenge: string): string => `${code}.${challenge}`

export const wayBack = ({ loopback, state }: LoopbackRequest, code: string): string => {
  const url = new URL(loopback)
  url.searchParams.set('code', code)
  url.searchParams.set('state', state)
  return url.href
}

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (found) => `&#${found.charCodeAt(0)};`)

/**
 * A page that asks before it leads back: any program of this machine may have opened it, and only the person knows
 * whether that was theirs.
 */
export const askingPage = (name: string, address: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Connect this bench</title></head>
<body><h1>Connect Casebench on this computer?</h1>
<p>It will work as <strong>${escaped(name)}</strong>. Go on only if you asked for this in Casebench yourself.</p>
<p><a href="${escaped(address)}">Connect</a></p>
<p>Otherwise close this page; nothing happens.</p></body></html>
`
