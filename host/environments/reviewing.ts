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

type Reviewing = Pick<EnvironmentDesk, 'database' | 'engines'>

const reviewOf = ({ engines }: Reviewing, { root, original = root, normalised }: Reviewed) => {
  const files = composeFiles(composeFolder(root)).map((path) => relative(root, path).split(sep).join('/'))
  // What Compose will be told, so that a path with HOME in it is known for what it is.
  const variables = engines.environment(null)
  const meaning = normalised === undefined ? {} : { normalised }
  return reviewEnvironment({ root, original, files, variables, ...meaning })
}

/** What a Compose file would do beyond its own containers, and what of it a person allowed. */
export const dangersOf = async (
  desk: Reviewing,
  reviewed: Reviewed,
): Promise<(Danger & { allowed: boolean })[]> => {
  const allowed = new Set(await desk.database.read(allowedDangers, { caseId: reviewed.caseId }))
  const { dangers } = await reviewOf(desk, reviewed)
  return dangers.map((one) => ({ ...one, allowed: allowed.has(one.id) }))
}

/** Throws `refused`, with the line of each danger that nobody allowed. */
export const refuseDangers = async (desk: Reviewing, reviewed: Reviewed): Promise<void> => {
  const allowed = new Set(await desk.database.read(allowedDangers, { caseId: reviewed.caseId }))
  const open = dangersInTheWay(await reviewOf(desk, reviewed), allowed)
  if (open.length === 0) return
  const lines = open.map(
    ({ file, line, service, sentence, id }) =>
      `${file}:${line} ${service === '' ? '' : `${service}: `}${sentence} [${id}]`,
  )
  throw new BenchError(
    'refused',
    `The Compose file asks for more than its own containers. Nothing was started. Allow each that you trust, or change the file:\n${lines.join('\n')}`,
    { dangers: open },
  )
}
