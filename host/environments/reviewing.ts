import { relative, sep } from 'node:path'
import { BenchError } from '../../shared/contract/error.ts'
import { composeFiles } from './compose/files.ts'
import { composeFolder, type EnvironmentDesk } from './desk.ts'
import type { Danger } from './review/danger.ts'
import { dangersInTheWay, reviewEnvironment } from './review/review.ts'
import { allowedDangers } from './rows.ts'

interface Reviewed {
  readonly caseId: string
  /** The workspace, outside of which nothing of this machine may be used. */
  readonly root: string
  /** The workspace itself, where `root` is a copy of it that leads back by links. */
  readonly original?: string
  /** What `config` printed. */
  readonly normalised?: string
}

const reviewOf = ({ root, original = root, normalised }: Reviewed) => {
  const files = composeFiles(composeFolder(root)).map((path) => relative(root, path).split(sep).join('/'))
  return reviewEnvironment({ root, original, files, ...(normalised === undefined ? {} : { normalised }) })
}

/** What a Compose file would do beyond its own containers, and what of it a person allowed. */
export const dangersOf = async (
  { database }: Pick<EnvironmentDesk, 'database'>,
  reviewed: Reviewed,
): Promise<(Danger & { allowed: boolean })[]> => {
  const allowed = new Set(await database.read(allowedDangers, { caseId: reviewed.caseId }))
  const { dangers } = await reviewOf(reviewed)
  return dangers.map((one) => ({ ...one, allowed: allowed.has(one.id) }))
}

/** Throws `refused`, with the line of each danger that nobody allowed. */
export const refuseDangers = async (
  { database }: Pick<EnvironmentDesk, 'database'>,
  reviewed: Reviewed,
): Promise<void> => {
  const allowed = new Set(await database.read(allowedDangers, { caseId: reviewed.caseId }))
  const open = dangersInTheWay(await reviewOf(reviewed), allowed)
  if (open.length === 0) return
  const lines = open.map(
    ({ file, line, service, sentence, id }) =>
      `${file}:${line} ${service === '' ? '' : `${service}: `}${sentence} [${id}]`,
  )
  throw new BenchError(
    'refused',
    `The Compose file asks for more than its own containers. Nothing was started. Allow each that you trust ("casebench env up --allow ID"), or change the file:\n${lines.join('\n')}`,
    { dangers: open },
  )
}
