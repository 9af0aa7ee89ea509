/** What is used of the browser to sign in. */
export interface SignInSurroundings {
  location: Pick<Location, 'hash' | 'pathname' | 'search'>
  history: Pick<History, 'replaceState'>
  fetch: typeof fetch
}

/** Takes the one-time token out of the address, at once, so that neither history nor a screenshot keeps it. */
export const takeToken = ({
  location,
  history,
}: Pick<SignInSurroundings, 'location' | 'history'>): string | null => {
  const token = /^#token=([\w-]{1,200})$/.exec(location.hash)?.[1]
  if (token === undefined) return null
  history.replaceState(null, '', `${location.pathname}${location.search}`)
  return token
}

export type Session =
  | { is: 'signed-in'; version: string }
  | { is: 'signed-out'; reason: string }
  | { is: 'unreachable' }

/** Milliseconds for an answer of the host; it is on this machine or at the end of a tunnel. */
const answerMs = 5_000

const noReason = 'This browser is not signed in.'

/** Asks the host whether this browser is signed in. */
export const askSession = async (get: typeof fetch): Promise<Session> => {
  try {
    const answer = await get('/session', { signal: AbortSignal.timeout(answerMs) })
    if (!answer.ok) return await refused(answer)
    const { version } = (await answer.json()) as { version?: unknown }
    return { is: 'signed-in', version: String(version) }
  } catch {
    // No host, no network or no answer in time: all of them are tried again.
    return { is: 'unreachable' }
  }
}

/** Exchanges a token for a session cookie. */
export const signIn = async (post: typeof fetch, token: string): Promise<Session> => {
  try {
    const answer = await post('/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
      signal: AbortSignal.timeout(answerMs),
    })
    return answer.ok ? await askSession(post) : await refused(answer)
  } catch {
    // As above; the token is still good.
    return { is: 'unreachable' }
  }
}

/** A refusal is final only when the host itself said so, and not a proxy before it that finds no host. */
const refused = async (answer: Response): Promise<Session> => {
  const reason = (await answer.text()).trim()
  return [401, 403, 429].includes(answer.status)
    ? { is: 'signed-out', reason: reason || noReason }
    : { is: 'unreachable' }
}
