import Sqlite from 'better-sqlite3'
import { toBenchError } from './failure.ts'

export type Value = string | number | null | Uint8Array
export type Parameters = readonly Value[] | Readonly<Record<string, Value>>

/** A database that can be asked and not changed. Rows are typed by the caller, next to the SQL that makes them. */
export interface ReadableDatabase {
  all<T>(sql: string, parameters?: Parameters): T[]
  get<T>(sql: string, parameters?: Parameters): T | undefined
  /** The first column of the first row. */
  value<T extends Value>(sql: string, parameters?: Parameters): T | undefined
  iterate<T>(sql: string, parameters?: Parameters): IterableIterator<T>
}

/** A database inside a write transaction. Only operations and features' own local tables write through it. */
export interface WritableDatabase extends ReadableDatabase {
  run(sql: string, parameters?: Parameters): { changes: number; lastInsertRowid: number }
}

/** An open file: it hands out the two types above and nothing else. */
export interface DatabaseFile {
  readonly reader: ReadableDatabase
  /** Runs `body` in one IMMEDIATE transaction; whatever it throws takes everything back. */
  transaction<T>(body: (db: WritableDatabase) => T): T
  /** SQL that cannot run in a transaction or changes the schema; for migrations and upkeep only. */
  exec(sql: string): void
  close(): void
}

/** Bytes of the page cache of one connection, as SQLite counts it: negative kibibytes. */
const cacheKibibytes = -12_000

/** Memory-mapped reads spare a copy for each page; 4 GiB is address space, not memory. */
const mappedBytes = 4 * 1024 ** 3

/**
 * Opens a database file. A writer creates it where it is absent and keeps it in WAL mode with `synchronous=FULL`,
 * so that a committed transaction survives power loss. Throws `BenchError` with a sentence for a file that is damaged,
 * read-only or on a full disk.
 */
export const openDatabase = (path: string, mode: 'read' | 'write'): DatabaseFile => {
  const sqlite = guarded(() => new Sqlite(path, { readonly: mode === 'read', timeout: 10_000 }))
  guarded(() => {
    if (mode === 'write') {
      sqlite.pragma('journal_mode = WAL')
      sqlite.pragma('synchronous = FULL')
      sqlite.pragma('foreign_keys = ON')
      sqlite.pragma('journal_size_limit = 67108864')
    }
    sqlite.pragma(`cache_size = ${cacheKibibytes}`)
    sqlite.pragma(`mmap_size = ${mappedBytes}`)
    sqlite.pragma('temp_store = MEMORY')
    sqlite.pragma('trusted_schema = OFF')
  })
  return databaseOver(sqlite)
}

/** The two types above over a connection that is open. */
export const databaseOver = (sqlite: Sqlite.Database): DatabaseFile => {
  const statements = new Map<string, Sqlite.Statement>()
  const prepare = (sql: string) => {
    const known = statements.get(sql)
    if (known) return known
    const statement = sqlite.prepare(sql)
    statements.set(sql, statement)
    return statement
  }
  const reader: ReadableDatabase = {
    all: <T>(sql: string, parameters: Parameters = []) => guarded(() => prepare(sql).all(parameters) as T[]),
    get: <T>(sql: string, parameters: Parameters = []) =>
      guarded(() => prepare(sql).get(parameters) as T | undefined),
    value: <T>(sql: string, parameters: Parameters = []) =>
      guarded(() => {
        const row = prepare(sql).get(parameters) as Record<string, T> | undefined
        return row === undefined ? undefined : Object.values(row)[0]
      }),
    iterate: <T>(sql: string, parameters: Parameters = []) =>
      prepare(sql).iterate(parameters) as IterableIterator<T>,
  }
  const writer: WritableDatabase = {
    ...reader,
    run: (sql, parameters = []) =>
      guarded(() => {
        const { changes, lastInsertRowid } = prepare(sql).run(parameters)
        return { changes, lastInsertRowid: Number(lastInsertRowid) }
      }),
  }
  return {
    reader,
    transaction: (body) => guarded(() => sqlite.transaction(() => body(writer)).immediate()),
    exec: (sql) => void guarded(() => sqlite.exec(sql)),
    close: () => void sqlite.close(),
  }
}

const guarded = <T>(act: () => T): T => {
  try {
    return act()
  } catch (error) {
    throw toBenchError(error)
  }
}
