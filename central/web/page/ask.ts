/** What the service said when it did not do what was asked. */
export class Failure extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.name = 'Failure'
    this.code = code
  }
}

export type Ask = <Answer>(method: string, path: string, body?: unknown) => Promise<Answer>

const unreachable = (method: string): string =>
  method === 'GET'
    ? 'The service does not answer. Look at the connection, then try again.'
    : 'The service does not answer, so it is not known whether this was done. Look at the connection, then load the page again.'

const failureOf = async (response: Response): Promise<Failure> => {
  const told = (await response.json().catch(() => null)) as {
    error?: { code?: unknown; message?: unknown }
  } | null
  const { code, message } = told?.error ?? {}
  if (typeof code === 'string' && typeof message === 'string') return new Failure(code, message)
  return new Failure('unexpected', `The service answered with ${response.status}. Try again in a moment.`)
}

/** Asks the service as whoever is signed in. Throws `Failure` with a sentence to show. */
export const ask: Ask = async <Answer>(method: string, path: string, body?: unknown): Promise<Answer> => {
  const sent =
    body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
  const response = await fetch(path, { method, credentials: 'same-origin', ...sent }).catch(() => {
    throw new Failure('unreachable', unreachable(method))
  })
  if (!response.ok) throw await failureOf(response)
  // What our own service answers went through its schemas.
  return (response.status === 204 ? undefined : await response.json()) as Answer
}

export const sentenceOf = (error: unknown): string =>
  error instanceof Failure ? error.message : 'Something unexpected failed in this page. Load it again.'
