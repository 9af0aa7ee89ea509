/** A value that PostgreSQL takes as a parameter. Arrays become arrays; an object must be stringified by its owner. */
export type Value =
  | string
  | number
  | bigint
  | boolean
  | Date
  | Buffer
  | null
  | readonly (string | number | bigint | boolean | Date | Buffer | null)[]

export interface QueryOptions {
  /** A name under which each connection keeps the plan; for hot queries whose text never changes. */
  readonly prepared?: string
}

/** Whatever can be asked: the pool (each query by itself) or a transaction. */
export interface Sql {
  /**
   * Runs one statement with `$1`, `$2` … and answers its rows. A `bigint` arrives as a number (an error beyond 2^53), a
   * `timestamptz` as a Date, `bytea` as a Buffer, `uuid` and `numeric` as strings.
   */
  query<Row extends object>(text: string, values?: readonly Value[], options?: QueryOptions): Promise<Row[]>
}

declare const inTransaction: unique symbol

/**
 * Statements that happen together or not at all. A function that takes one cannot be given the pool by mistake. Asked for
 * at once (`Promise.all`), they run one after the other in that order and cost one way to the database and back.
 */
export interface Transaction extends Sql {
  readonly [inTransaction]: true
}

export type Isolation = 'read committed' | 'repeatable read' | 'serializable'

export interface TransactionOptions {
  readonly isolation?: Isolation
  readonly readOnly?: boolean
  /** How often the work may be begun; 5 unless told. */
  readonly attempts?: number
}

/** What the server tells a connection that listens. */
export interface Notice {
  readonly channel: string
  readonly payload: string
}

export interface Database extends Sql {
  /**
   * Runs the work in a transaction and commits it. Serialization failures, deadlocks and connections that break before
   * the commit was sent begin it again, so the work must have no effect outside of the transaction. A connection that
   * breaks while the commit is under way throws `outcome-unknown`: only the caller can find out what happened.
   */
  transaction<Result>(
    work: (transaction: Transaction) => Promise<Result>,
    options?: TransactionOptions,
  ): Promise<Result>
  /**
   * Listens to channels on a connection of its own until the disposer is called, and connects again after a break; what
   * was sent meanwhile is lost, so `onNotice` gets an empty payload for every channel after each connect.
   */
  listen(channels: readonly string[], onNotice: (notice: Notice) => void): Promise<() => Promise<void>>
  /** How many connections there are, and how many callers wait for one. */
  load(): { total: number; idle: number; waiting: number }
  close(): Promise<void>
}
