import { BenchError } from '../../../shared/contract/error.ts'
import type { Services } from '../../../shared/contract/index.ts'
import type { Patch } from '../../../shared/domain/entities.ts'
import type { Client } from '../../../shared/wire/client.ts'
import { first, timelineOf } from '../cases/timeline.ts'

/** The patches of a case, newest first. */
export const patchesOf = async (
  client: Client<Services>,
  ref: string,
): Promise<{ caseId: string; patches: Patch[] }> => {
  const { case: found } = await client.cases.get({ key: ref })
  return { caseId: found.id, ...(await first(client.patches.watch({ caseId: found.id }))) }
}

/** The patch that a person names: by the name of its file, its title or the start of its id. Throws `not-found`. */
export const namedPatch = (patches: readonly Patch[], ref: string, name: string): Patch => {
  const found = patches.find(
    ({ id, title, series }) =>
      series.name === name || title === name || series.sha256 === name || id === name,
  )
  if (found) return found
  throw new BenchError('not-found', `${ref} has no patch ${name}. See "casebench patch list ${ref}".`)
}

/** The bytes of an attachment with a series or a diff in it, from a person or made here. Throws `not-found`. */
export const namedSeries = async (
  client: Client<Services>,
  ref: string,
  name: string,
): Promise<{ caseId: string; sha256: string }> => {
  const { caseId, patches } = await patchesOf(client, ref)
  const { events } = await timelineOf(client, caseId)
  const file = events
    .flatMap(({ attachments = [] }) => attachments)
    .findLast((one) => one.name === name || one.sha256 === name)
  return { caseId, sha256: file?.sha256 ?? namedPatch(patches, ref, name).series.sha256 }
}
