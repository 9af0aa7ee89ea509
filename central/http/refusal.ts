import { BenchError } from '../../shared/contract/error.ts'

/** Codes that any route may answer with, and their status. A feature adds its own with `Refusal`. */
const statuses: Readonly<Record<string, number>> = {
  'bad-input': 400,
  'not-signed-in': 401,
  'not-allowed': 403,
  'not-found': 404,
  conflict: 409,
  gone: 410,
  'too-large': 413,
  'wrong-type': 415,
  'too-many': 429,
  internal: 500,
  unavailable: 503,
  'outcome-unknown': 503,
}

/** An error that says its own status, and headers where the client needs them to go on. */
export class Refusal extends BenchError {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: number,
    code: string,
    message: string,
    more: { details?: unknown; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(code, message, more.details)
    this.status = status
    this.headers = more.headers ?? {}
  }
}

export const refuse = (code: keyof typeof statuses, message: string, details?: unknown): Refusal =>
  new Refusal(statuses[code] ?? 500, code, message, { details })

export const statusOf = (error: BenchError): number =>
  error instanceof Refusal ? error.status : (statuses[error.code] ?? 500)
