import { v7 } from 'uuid'
import { z } from 'zod'
import type { Sql } from '../database/sql.ts'
import { act } from './act.ts'
import { fields } from './fields.ts'

export interface Organisation {
  readonly id: string
  readonly name: string
}

/** The one organisation of this service; the first process to ask makes it. */
export const organisation = async (sql: Sql): Promise<Organisation> => {
  const read = () => sql.query<Organisation>('select id, name from organisation')
  const [found] = await read()
  if (found) return found
  await sql.query(
    "insert into organisation (one, id, name) values (1, $1, 'Our organisation') on conflict do nothing",
    [v7()],
  )
  const [made] = await read()
  if (made) return made
  throw new Error('The organisation was neither found nor made')
}

export const renameOrganisation = act({
  name: 'organisation.rename',
  input: z.object({ name: fields.name }),
  run: async (transaction, { name }): Promise<Organisation> => {
    const { id } = await organisation(transaction)
    await transaction.query('update organisation set name = $1', [name])
    return { id, name }
  },
  told: ({ name }, { id }) => ({ subject: id, details: { name } }),
})
