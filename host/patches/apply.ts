import { realpath } from 'node:fs/promises'
import { type PatchesOptions, placeOf } from './place.ts'
import { emptyRepository, objectsOf } from './scratch.ts'
import { folderSource } from './source.ts'
import { storedSeries } from './stored.ts'
import { trySeries } from './try.ts'
import { writeBack } from './write-back.ts'

/**
 * Applies a stored series to the working tree of a case, 3-way. A conflict is left between markers in its file; a file in
 * which the change found no place stays as it is. The user's index is not touched.
 */
export const applyPatch = async (
  options: PatchesOptions,
  { caseId, sha256, signal }: { caseId: string; sha256: string; signal: AbortSignal },
): Promise<{ applied: string[]; conflicts: string[] }> => {
  const mails = await storedSeries(options, sha256)
  const place = await placeOf(options, caseId)
  const root = await realpath(place.path)
  await using scratch = await emptyRepository(options, [await objectsOf(options.git, place.path)])
  const tried = await trySeries(scratch, { mails, source: folderSource(root), signal })
  await writeBack(root, tried)
  return {
    applied: tried.filter(({ conflict }) => conflict === 'none').map(({ path }) => path),
    conflicts: tried.filter(({ conflict }) => conflict !== 'none').map(({ path }) => path),
  }
}
