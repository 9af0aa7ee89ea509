import { BenchError } from '../../shared/contract/error.ts'
import type { Piece } from './rows.ts'
import { type EvidenceOptions, store } from './store.ts'

const bytesAtMost = 32 * 1024 * 1024
/** PNG, third edition, section 5.2. */
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** A picture of a page. Throws `too-large`, `invalid` for what is no PNG. */
export const screenshotPiece = async (
  options: EvidenceOptions,
  { route }: { route: string },
  chunks: AsyncIterable<Uint8Array>,
): Promise<Piece> => {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.length
    if (size > bytesAtMost)
      throw new BenchError('too-large', 'This picture is larger than 32 MB. It was not attached.')
    parts.push(chunk)
  }
  const bytes = Buffer.concat(parts)
  if (!bytes.subarray(0, signature.length).equals(signature))
    throw new BenchError('invalid', 'This is no picture of a page. Nothing was attached; try again.')
  const when = new Date(options.now()).toISOString().slice(0, 19).replace('T', ' ').replace(/:/g, '-')
  return {
    kind: 'attachment',
    detail: { type: 'screenshot', route },
    file: await store(options, { name: `screenshot ${when}.png`, bytes }),
  }
}
