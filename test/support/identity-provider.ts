import { createHash, createSign, generateKeyPairSync, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** Who is signed in at the provider when the next browser comes. */
export interface Person {
  sub: string
  email?: string
  email_verified?: boolean
}

interface Granted {
  person: Person
  nonce: string
  challenge: string
  redirectUri: string
}

export interface IdentityProvider {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** Signs somebody in at the provider. */
  become(person: Person): void
  /** What the next identity tokens say instead of what is true. */
  lie(claims: Record<string, unknown>): void
  close(): Promise<void>
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

const json = (response: ServerResponse, body: unknown, status = 200) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))

/** A small provider of OpenID Connect that really checks: code, client, redirect and PKCE (OpenID Connect Core 1.0, 3.1). */
export const startIdentityProvider = async (): Promise<IdentityProvider> => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const client = { id: 'casebench', secret: 'only between the two' }
  const codes = new Map<string, Granted>()
  let person: Person | undefined
  let lies: Record<string, unknown> = {}
  let issuer = ''

  const authorize = (query: URLSearchParams, response: ServerResponse) => {
    const of = (name: string) => query.get(name) ?? ''
    const wellAsked =
      of('client_id') === client.id &&
      of('response_type') === 'code' &&
      of('code_challenge_method') === 'S256'
    if (!person || !wellAsked) return json(response, { error: 'invalid_request' }, 400)
    const code = randomUUID()
    codes.set(code, {
      person,
      nonce: of('nonce'),
      challenge: of('code_challenge'),
      redirectUri: of('redirect_uri'),
    })
    const back = new URL(of('redirect_uri'))
    back.searchParams.set('code', code)
    back.searchParams.set('state', of('state'))
    response.writeHead(302, { location: back.href }).end()
  }

  const identityToken = ({ person: { sub, ...more }, nonce }: Granted): string => {
    const now = Math.floor(Date.now() / 1000)
    const claims = { iss: issuer, aud: client.id, sub, nonce, iat: now, exp: now + 60, ...more, ...lies }
    const signed = `${encode({ alg: 'RS256', kid: 'one', typ: 'JWT' })}.${encode(claims)}`
    return `${signed}.${createSign('RSA-SHA256').update(signed).sign(privateKey, 'base64url')}`
  }

  const token = async (request: IncomingMessage, response: ServerResponse) => {
    const form = new URLSearchParams(await text(request))
    const granted = codes.get(form.get('code') ?? '')
    codes.delete(form.get('code') ?? '')
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    const isRight =
      form.get('client_id') === client.id &&
      form.get('client_secret') === client.secret &&
      granted?.challenge === challenge &&
      granted.redirectUri === form.get('redirect_uri')
    if (!isRight) return json(response, { error: 'invalid_grant' }, 400)
    json(response, { access_token: randomUUID(), token_type: 'Bearer', id_token: identityToken(granted) })
  }

  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', issuer)
    if (pathname === '/authorize') return authorize(searchParams, response)
    if (pathname === '/token') return void token(request, response)
    if (pathname === '/jwks')
      return json(response, {
        keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }],
      })
    json(response, {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      code_challenge_methods_supported: ['S256'],
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    issuer,
    clientId: client.id,
    clientSecret: client.secret,
    become: (next) => {
      person = next
    },
    lie: (claims) => {
      lies = claims
    },
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
