import { BenchError } from '../../../shared/contract/error.ts'
import type { Services } from '../../../shared/contract/index.ts'
import type { Client } from '../../../shared/wire/client.ts'
import { attachmentsOf } from './json.ts'
import { timelineOf } from './timeline.ts'

/** The attachment of a case by its name, the latest of that name, or by its hash. Throws `not-found`. */
export const findAttachment = async (client: Client<Services>, key: string, wanted: string) => {
  const { case: found } = await client.cases.get({ key })
  const { events } = await timelineOf(client, found.id)
  const files = attachmentsOf(events)
  const file =
    files.findLast(({ name }) => name === wanted) ??
    files.find(({ sha256 }) => sha256 === wanted.toLowerCase())
  if (file) return file
  throw new BenchError('not-found', `${found.ref} has no attachment "${wanted}".`)
}
