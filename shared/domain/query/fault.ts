/** Why a query cannot be read: a sentence that teaches, and the place in the query that it is about. */
export interface QueryError {
  message: string
  start: number
  end: number
}

/** Carries a `QueryError` out of the recursion of the parser; never leaves this folder. */
export class QueryFault extends Error {
  readonly start: number
  readonly end: number

  constructor(message: string, start: number, end: number) {
    super(message)
    this.name = 'QueryFault'
    this.start = start
    this.end = end
  }
}
