import type { Read } from '../database/procedure.ts'

/** How many cases there are, hidden ones included. */
export const countAll: Read<object, number> = (db) => db.value<number>('select count(*) from cases') ?? 0
