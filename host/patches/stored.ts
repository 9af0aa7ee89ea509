import { BenchError } from '../../shared/contract/error.ts'
import { blobBytes } from '../attachments/changes.ts'
import { headOf } from '../attachments/files.ts'
import { patchBytesAtMost } from './guard.ts'
import type { PatchesOptions } from './place.ts'
import { type Mail, readSeries } from './series.ts'

/** A stored series or diff, read. Throws `not-found`, `too-large`, `unreadable`. */
export const storedSeries = async (
  { database, dataDir }: PatchesOptions,
  sha256: string,
): Promise<Mail[]> => {
  const bytes = await database.read(blobBytes, { sha256 })
  if (bytes === null)
    throw new BenchError('not-found', 'The bytes of this patch are not on this bench. Attach the file again.')
  if (bytes > patchBytesAtMost)
    throw new BenchError(
      'too-large',
      `This patch is larger than ${patchBytesAtMost / 1024 / 1024} MB. Nothing was changed; open it in a terminal.`,
    )
  const mails = readSeries(await headOf(dataDir, sha256, bytes))
  if (mails.every(({ sections }) => sections.length === 0))
    throw new BenchError(
      'unreadable',
      'This file is no patch: there is no change in it. Nothing was changed.',
    )
  return mails
}
