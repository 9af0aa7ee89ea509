import type { IncomingHttpHeaders } from 'node:http'
import { refuse } from './refusal.ts'
import type { Method } from './route.ts'

/** What a request shows to be let in: a token of a script or a bench, or the session of a browser. */
export interface Presented {
  readonly bearer?: string
  readonly session?: string
}

export const SESSION_COOKIE = 'casebench_session'

const LONGEST = 200

/** Throws `not-signed-in` for an Authorization header that is not `Bearer` and a token. */
export const presentedBy = (
  headers: IncomingHttpHeaders,
  cookies: Readonly<Record<string, string | undefined>>,
): Presented => {
  const { authorization } = headers
  if (authorization !== undefined) {
    const bearer = /^Bearer ([\w-]+)$/i.exec(authorization)?.[1]
    if (!bearer || bearer.length > LONGEST)
      throw refuse('not-signed-in', 'The Authorization header is not "Bearer" and a token.')
    return { bearer }
  }
  const session = cookies[SESSION_COOKIE]
  return session && session.length <= LONGEST ? { session } : {}
}

const CHANGES_NOTHING: readonly Method[] = ['GET', 'HEAD']

/**
 * A browser sends its session along whoever wrote the page that asks. What changes something is therefore taken only
 * from our own pages; the browser says in `Origin` whose page it is.
 */
export const requireOwnPage = (method: Method, headers: IncomingHttpHeaders, origin: string): void => {
  if (CHANGES_NOTHING.includes(method)) return
  if (headers.origin !== undefined && headers.origin.toLowerCase() === origin.toLowerCase()) return
  throw refuse(
    'not-allowed',
    'This came from a page of another site, so nothing was done. Open this service itself.',
  )
}
