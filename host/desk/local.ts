import { BenchError } from '../../shared/contract/error.ts'
import type { ReadableDatabase } from '../database/database.ts'
import type { Done, Read, Write } from '../database/procedure.ts'

/** Characters of one value's JSON: a draft of a very long message fits, a file does not. */
const valueLengthAtMost = 2_000_000

export const getLocal: Read<{ key: string }, { value: unknown }> = (db, { key }) => {
  const value = db.value<string>('select value from local_values where key = ?', [key])
  return { value: value === undefined ? null : JSON.parse(value) }
}

export const listLocal: Read<{ prefix: string }, { entries: { key: string; value: unknown }[] }> = (
  db,
  { prefix },
) => ({
  entries: startingWith(db, prefix).map(({ key, value }) => ({ key, value: JSON.parse(value) as unknown })),
})

const startingWith = (db: ReadableDatabase, prefix: string) =>
  db.all<{ key: string; value: string }>(
    'select key, value from local_values where substr(key, 1, ?) = ? order by key',
    [prefix.length, prefix],
  )

/** Keeps a value under a key; null removes it. Throws `too-large`. */
export const putLocal: Write<{ key: string; value: unknown }, Done> = (
  { db, now, touch },
  { key, value },
) => {
  touch(`local:${key}`)
  if (value === null || value === undefined) {
    db.run('delete from local_values where key = ?', [key])
    return {}
  }
  const json = JSON.stringify(value)
  if (json.length > valueLengthAtMost)
    throw new BenchError(
      'too-large',
      'This text is too long to keep as a draft. Attach it as a file instead.',
    )
  db.run('insert or replace into local_values (key, value, at) values (?, ?, ?)', [key, json, now()])
  return {}
}
