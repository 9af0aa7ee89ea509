import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { isConflict, isDisconnect, outcomeUnknown, unavailable } from './failures.ts'
import { listenOn } from './listen.ts'
import type { Database, QueryOptions, Sql, Transaction, TransactionOptions, Value } from './sql.ts'
import { types } from './types.ts'

export interface DatabaseOptions {
  readonly url: string
  /** Connections at once; 10 unless told. */
  readonly connections?: number
  /** Milliseconds after which the server gives up on a statement; 60,000 unless told. */
  readonly statementTimeout?: number
  /** Shown by the server in its list of connections. */
  readonly name?: string
  /** A number in [0, 1), for the waits between attempts. */
  readonly random?: () => number
  /** Told of a connection that broke while nobody used it. */
  readonly onIdleError?: (error: Error) => void
}

const CONNECT_TIMEOUT = 10_000
const ATTEMPTS = 5
const FIRST_WAIT = 10

/** A pool of connections to PostgreSQL. Connects when it is first used. */
export const openDatabase = (options: DatabaseOptions): Database => {
  const settings: pg.ClientConfig = {
    connectionString: options.url,
    application_name: options.name ?? 'casebench-central',
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    statement_timeout: options.statementTimeout ?? 60_000,
    idle_in_transaction_session_timeout: 60_000,
    keepAlive: true,
    // Statements asked for at once are sent at once; the server runs them in their order.
    pipeline: true,
    types,
  }
  const pool = new pg.Pool({ ...settings, max: options.connections ?? 10 })
  // Without a listener a server that restarts would end this process.
  pool.on('error', (error) => options.onIdleError?.(error))
  const random = options.random ?? Math.random
  return {
    query: <Row extends object>(text: string, values?: readonly Value[], queryOptions?: QueryOptions) =>
      ask<Row>(pool, text, values, queryOptions).catch((error) => {
        throw isDisconnect(error) ? unavailable(error) : error
      }),
    transaction: (work, transactionOptions) => attempts(pool, random, work, transactionOptions),
    listen: (channels, onNotice) => listenOn(settings, channels, onNotice),
    load: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    close: () => pool.end(),
  }
}

const ask = async <Row extends object>(
  client: pg.Pool | pg.PoolClient,
  text: string,
  values: readonly Value[] = [],
  { prepared }: QueryOptions = {},
): Promise<Row[]> => {
  const { rows } = await client.query<Row>({
    text,
    values: [...values],
    ...(prepared === undefined ? {} : { name: prepared }),
  })
  return rows
}

const attempts = async <Result>(
  pool: pg.Pool,
  random: () => number,
  work: (transaction: Transaction) => Promise<Result>,
  options: TransactionOptions = {},
): Promise<Result> => {
  const most = options.attempts ?? ATTEMPTS
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await attemptOnce(pool, work, options)
    } catch (error) {
      if (!isConflict(error) && !isDisconnect(error)) throw error
      if (attempt >= most) throw isDisconnect(error) ? unavailable(error) : error
      // Those that collided must not meet again, so each waits another while.
      await pause(FIRST_WAIT * 2 ** attempt * (0.5 + random()))
    }
  }
}

const begin = ({ isolation = 'read committed', readOnly = false }: TransactionOptions): string =>
  `begin isolation level ${isolation}${readOnly ? ' read only' : ''}`

const attemptOnce = async <Result>(
  pool: pg.Pool,
  work: (transaction: Transaction) => Promise<Result>,
  options: TransactionOptions,
): Promise<Result> => {
  const client = await pool.connect()
  let broken: Error | undefined
  const onError = (error: Error) => {
    broken = error
  }
  client.on('error', onError)
  try {
    const begun = client.query(begin(options))
    const sql: Sql = { query: (text, values, queryOptions) => ask(client, text, values, queryOptions) }
    const [result] = await Promise.all([work(sql as Transaction), begun])
    await commit(client)
    return result
  } catch (error) {
    if (isDisconnect(error)) broken ??= error instanceof Error ? error : new Error(String(error))
    else await client.query('rollback').catch((failure: Error) => (broken = failure))
    throw error
  } finally {
    client.off('error', onError)
    client.release(broken)
  }
}

const commit = async (client: pg.PoolClient): Promise<void> => {
  try {
    await client.query('commit')
  } catch (error) {
    throw isDisconnect(error) ? outcomeUnknown(error) : error
  }
}
