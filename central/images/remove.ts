import { z } from 'zod'
import { sha256 } from '../../shared/domain/entities.ts'
import { act } from '../access/act.ts'
import { leaveUnnamed } from '../blobs/sweep.ts'
import { refuse } from '../http/refusal.ts'

/**
 * Takes an image back: nobody fetches it any more, and parts that nothing else names go from the store with the next
 * sweep. Benches keep what they have. Throws `not-found`.
 */
export const removeImage = act({
  name: 'image.remove',
  input: z.object({ sha256 }),
  async run(tx, { sha256: digest }) {
    const [image] = await tx.query<{ id: string; names: string[]; licence: string | null }>(
      'delete from images where sha256 = $1 returning id, names, licence',
      [digest],
    )
    if (!image) throw refuse('not-found', 'There is no such image here. Nothing was changed.')
    const parts = await tx.query<{ sha256: string }>(
      "delete from blob_names where kind = 'image' and id = $1 returning sha256",
      [image.id],
    )
    const at = new Date()
    // Always in the same order, so that two removals wait for each other and do not lock up.
    for (const part of parts.map((row) => row.sha256).toSorted()) await leaveUnnamed(tx, part, at)
    return image
  },
  told: ({ sha256: subject }, { names, licence }) => ({
    subject,
    details: { names: names.join(', ').slice(0, 500), licence },
  }),
})
