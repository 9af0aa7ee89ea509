import type { Database } from '../database/sql.ts'
import { Refusal } from '../http/refusal.ts'

const WINDOW_MINUTES = 15
/** Wrong passwords within the window: of one name from one address, of one name from anywhere, of one address. */
const MOST = { together: 10, name: 50, address: 50 } as const

export interface Tries {
  /** To be called when the password was right. */
  succeeded(): Promise<void>
}

/**
 * Counts a try before its password is looked at, so that many at once are counted too. Throws `too-many`. What was
 * refused here does not count, so that an end comes to the wait.
 */
export const countTry = async (database: Database, name: string, address: string): Promise<Tries> => {
  const folded = name.toLowerCase()
  const [own] = await database.query<{ at: string }>(
    'insert into sign_in_failures (name, address, at) values ($1, $2, clock_timestamp()) returning at::text',
    [folded, address],
  )
  const [counted] = await database.query<{ together: number; name: number; address: number }>(
    `select count(*) filter (where name = $1 and address = $2) as together, count(*) filter (where name = $1) as name,
       count(*) filter (where address = $2) as address
     from sign_in_failures
     where (name = $1 or address = $2) and at > now() - interval '${WINDOW_MINUTES} minutes'`,
    [folded, address],
  )
  const over = counted && (Object.keys(MOST) as (keyof typeof MOST)[]).some((key) => counted[key] > MOST[key])
  if (over) {
    await database.query(
      'delete from sign_in_failures where name = $1 and address = $2 and at = $3::timestamptz',
      [folded, address, own?.at ?? null],
    )
    throw new Refusal(
      429,
      'too-many',
      `Too many wrong passwords. Try again in ${WINDOW_MINUTES} minutes, or ask an administrator for a sign-in link.`,
      { headers: { 'retry-after': String(WINDOW_MINUTES * 60) } },
    )
  }
  return {
    succeeded: async () => {
      await database.query('delete from sign_in_failures where name = $1 and address = $2', [folded, address])
    },
  }
}
