import * as openid from 'openid-client'
import { z } from 'zod'
import { BenchError } from '../../shared/contract/error.ts'
import { refuse } from '../http/refusal.ts'

export interface ProviderOptions {
  /** As `https://login.example`; plain HTTP on loopback only, for tests and development. */
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret?: string | undefined
  /** What people call it; the host of the issuer where that is left out. */
  readonly name?: string | undefined
}

/** What has to come back unchanged with the browser, and is told to nobody else. */
export interface Attempt {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

/** Whom the provider says that the browser belongs to. */
export interface Identity {
  readonly issuer: string
  readonly subject: string
  readonly email: string | null
}

export interface Provider {
  readonly issuer: string
  /** What people call it. */
  readonly name: string
  /** Where to send a browser. */
  begin(redirectUri: string): Promise<{ url: string; attempt: Attempt }>
  /** Who came back, to `address` with its query. Throws `not-allowed` where that is not what was begun. */
  finish(address: URL, attempt: Attempt): Promise<Identity>
}

const claims = z.object({
  iss: z.string(),
  sub: z.string().min(1).max(255),
  email: z.email().max(200).optional().catch(undefined),
  email_verified: z.boolean().optional().catch(undefined),
})

const isLoopback = ({ hostname }: URL): boolean => ['127.0.0.1', '[::1]', 'localhost'].includes(hostname)

/** Throws `bad-input` for an issuer that cannot be trusted on the way. */
const issuerOf = (text: string): URL => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url))) return url
  throw new BenchError('bad-input', 'The identity provider is given as https://name. Nothing was started.')
}

/** An identity provider by OpenID Connect: authorization code with PKCE, state and nonce. */
export const openProvider = ({ issuer, clientId, clientSecret, name }: ProviderOptions): Provider => {
  const address = issuerOf(issuer)
  const execute = address.protocol === 'http:' ? { execute: [openid.allowInsecureRequests] } : {}
  let found: Promise<openid.Configuration> | undefined
  const configuration = (): Promise<openid.Configuration> => {
    found ??= openid
      .discovery(address, clientId, clientSecret, undefined, execute)
      .catch((error: unknown) => {
        // The next sign-in asks again.
        found = undefined
        throw unreachable(error)
      })
    return found
  }
  return {
    issuer,
    name: name ?? address.hostname,
    begin: async (redirectUri) => {
      const attempt = {
        state: openid.randomState(),
        nonce: openid.randomNonce(),
        verifier: openid.randomPKCECodeVerifier(),
      }
      const url = openid.buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirectUri,
        scope: 'openid email profile',
        state: attempt.state,
        nonce: attempt.nonce,
        code_challenge: await openid.calculatePKCECodeChallenge(attempt.verifier),
        code_challenge_method: 'S256',
      })
      return { url: url.href, attempt }
    },
    finish: async (back, { state, nonce, verifier }) => {
      const known = await configuration()
      const answer = await openid
        .authorizationCodeGrant(known, back, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        })
        .catch((error: unknown) => {
          throw notBegun(error)
        })
      const { iss, sub, email, email_verified } = claims.parse(answer.claims())
      return { issuer: iss, subject: sub, email: email_verified === true ? (email ?? null) : null }
    },
  }
}

const causedBy = (error: BenchError, cause: unknown): BenchError => {
  error.cause = cause
  return error
}

const unreachable = (cause: unknown): BenchError =>
  causedBy(
    refuse(
      'unavailable',
      'The identity provider does not answer. Try again in a moment, or sign in with a password.',
    ),
    cause,
  )

const notBegun = (cause: unknown): BenchError =>
  causedBy(
    refuse('not-allowed', 'The identity provider did not confirm who you are, or too late. Begin again.'),
    cause,
  )
