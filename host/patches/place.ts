import { BenchError } from '../../shared/contract/error.ts'
import type { Person } from '../../shared/domain/entities.ts'
import { caseDetail } from '../cases/detail.ts'
import type { Database } from '../database/threads.ts'
import { me } from '../desk/people.ts'
import type { Git } from '../git/git.ts'
import { workspaceFolder } from '../workspace/folder.ts'

export interface PatchesOptions {
  readonly database: Database
  readonly dataDir: string
  readonly git: Git
  /** A new UUIDv7. */
  newId(): string
  /** Milliseconds since the epoch. */
  now(): number
}

export interface WorkPlace {
  readonly caseId: string
  readonly ref: string
  readonly path: string
  readonly baseline: string | null
}

/** The workspace of a case. Throws `no-workspace`, `not-found`. */
export const placeOf = async ({ database }: PatchesOptions, caseId: string): Promise<WorkPlace> => {
  const { case: found } = await database.read(caseDetail, { key: caseId })
  const folder = await database.read(workspaceFolder, { caseId: found.id })
  if (folder) return { caseId: found.id, ref: found.ref, ...folder }
  throw new BenchError(
    'no-workspace',
    `${found.ref} has no workspace yet. Open one first; nothing was changed.`,
  )
}

export const personOf = ({ database }: PatchesOptions): Promise<Person> => database.read(me, {})
