import { expect, test } from 'vitest'
import { testPostgres } from '../../test/support/central.ts'
import type { Database } from './sql.ts'

const postgres = testPostgres()

const withRows = async (): Promise<Database> => {
  const database = await postgres.database({ migrated: false })
  await database.query('create table counts (id int primary key, n bigint not null)')
  await database.query('insert into counts values (1, 0), (2, 0)')
  return database
}

const endConnections = (database: Database) =>
  database.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  )

test('a transaction that fails is taken back, and its connection serves on', async () => {
  const database = await withRows()
  const failing = database.transaction(async (transaction) => {
    await transaction.query('update counts set n = 7')
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(await database.query('select sum(n)::int as n from counts')).toEqual([{ n: 0 }])
  expect(database.load().waiting).toBe(0)
})

test('two that lock crosswise both get through', async () => {
  const database = await withRows()
  const both = Promise.withResolvers<void>()
  let begun = 0
  const cross = (first: number, second: number) =>
    database.transaction(async (transaction) => {
      await transaction.query('update counts set n = n + 1 where id = $1', [first])
      begun += 1
      if (begun === 2) both.resolve()
      await both.promise
      await transaction.query('update counts set n = n + 1 where id = $1', [second])
    })
  await Promise.all([cross(1, 2), cross(2, 1)])
  expect(await database.query('select n from counts order by id')).toEqual([{ n: 2 }, { n: 2 }])
})

test('serializable transactions that read what the other writes are begun again', async () => {
  const database = await withRows()
  const add = () =>
    database.transaction(
      async (transaction) => {
        const [row] = await transaction.query<{ n: number }>('select sum(n)::bigint as n from counts')
        await transaction.query('update counts set n = n + 1 + $1 * 0 where id = 1', [row?.n ?? 0])
      },
      { isolation: 'serializable', attempts: 30 },
    )
  await Promise.all(Array.from({ length: 6 }, add))
  expect(await database.query('select n from counts where id = 1')).toEqual([{ n: 6 }])
})

test('a connection that breaks before the commit begins the work again', async () => {
  const database = await withRows()
  let begun = 0
  await database.transaction(async (transaction) => {
    begun += 1
    await transaction.query('update counts set n = n + 1 where id = 1')
    if (begun === 1) await endConnections(database)
    await transaction.query('update counts set n = n + 1 where id = 2')
  })
  expect(begun).toBe(2)
  expect(await database.query('select n from counts order by id')).toEqual([{ n: 1 }, { n: 1 }])
})

test('a commit whose answer is lost is not repeated but said to be unknown', async () => {
  const database = await withRows()
  await database.query(`
create function drop_connection() returns trigger language plpgsql as
  $$ begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$;
create constraint trigger at_commit after update on counts deferrable initially deferred
  for each row execute function drop_connection()`)
  let begun = 0
  const lost = database.transaction(async (transaction) => {
    begun += 1
    await transaction.query('update counts set n = n + 1 where id = 1')
  })
  await expect(lost).rejects.toMatchObject({ code: 'outcome-unknown' })
  expect(begun).toBe(1)
})

test('a database that cannot be reached is told as such', async () => {
  const { openDatabase } = await import('./database.ts')
  const database = openDatabase({ url: 'postgres://nobody@127.0.0.1:1/none' })
  await expect(database.query('select 1')).rejects.toMatchObject({ code: 'unavailable' })
  await expect(database.transaction(async () => undefined, { attempts: 2 })).rejects.toMatchObject({
    code: 'unavailable',
  })
  await database.close()
})

test('whole numbers arrive as numbers, and those too large as an error', async () => {
  const database = await postgres.database({ migrated: false })
  expect(await database.query('select 9007199254740991::bigint as n')).toEqual([{ n: 9007199254740991 }])
  await expect(database.query('select 9007199254740993::bigint as n')).rejects.toThrow('too large')
})

test('who listens hears again after its connection broke', async () => {
  const database = await withRows()
  const heard: string[] = []
  const woken: (() => void)[] = []
  const until = async (payload: string) => {
    while (!heard.includes(payload)) await new Promise<void>((resolve) => woken.push(resolve))
    heard.length = 0
  }
  const end = await database.listen(['news'], ({ payload }) => {
    heard.push(payload)
    for (const wake of woken.splice(0)) wake()
  })
  await until('')
  await database.query("select pg_notify('news', 'one')")
  await until('one')
  await endConnections(database)
  await until('')
  await database.query("select pg_notify('news', 'two')")
  await until('two')
  await end()
})
