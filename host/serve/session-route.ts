import type { IncomingMessage } from 'node:http'
import { z } from 'zod'
import type { Attempts } from './attempts.ts'
import type { OneTimeTokens } from './one-time-tokens.ts'
import { json, type Reply, refusal } from './respond.ts'
import type { Sessions } from './sessions.ts'

export interface SignIn {
  tokens: OneTimeTokens
  sessions: Sessions
  attempts: Attempts
  version: string
}

/** A token and some JSON around it. */
const bodyBytesAtMost = 1_024

const body = z.object({ token: z.string().min(1).max(200) })

const again = 'Run "casebench serve" in a terminal for a new one.'

/** Tells a page whether it is signed in, and to which version. */
export const tellSession = (request: IncomingMessage, { sessions, version }: SignIn): Reply =>
  sessions.has(request.headers.cookie)
    ? json({ version })
    : refusal(401, `This browser is not signed in. Open a link of this bench. ${again}`)

/** Exchanges a one-time token for a session. */
export const signIn = async (request: IncomingMessage, parts: SignIn): Promise<Reply> => {
  const { tokens, sessions, attempts } = parts
  const from = request.socket.remoteAddress ?? ''
  const wait = attempts.waitOf(from)
  if (wait > 0) {
    const seconds = Math.ceil(wait / 1000)
    return refusal(429, `Too many links failed. Try again in ${seconds} s.`, {
      'retry-after': String(seconds),
    })
  }
  if (request.headers['content-type'] !== 'application/json')
    return refusal(415, 'A sign-in is a JSON object with a token.')
  const text = await read(request)
  if (text === undefined) return refusal(413, 'A sign-in is shorter than this.', { connection: 'close' })
  const token = tokenIn(text)
  if (token === undefined || !tokens.redeem(token)) {
    // A link opened again, or one whose answer was lost on the way, in the browser that is signed in by it.
    if (token !== undefined && sessions.has(request.headers.cookie)) return { status: 204 }
    attempts.failed(from)
    return refusal(401, `This link was used already or has expired. ${again}`)
  }
  return { status: 204, headers: { 'set-cookie': sessions.create() } }
}

const read = async (request: IncomingMessage): Promise<string | undefined> => {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > bodyBytesAtMost) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

const tokenIn = (text: string): string | undefined => {
  try {
    return body.parse(JSON.parse(text)).token
  } catch {
    // Whatever it is, it is no token of ours.
    return undefined
  }
}
