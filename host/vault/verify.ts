import { BenchError } from '../../shared/contract/error.ts'
import { readVaultBlob } from './blobs.ts'
import { readShelf, type ShelvedImage } from './shelf.ts'

/** What images take; parts that they share count once. */
export const totalOf = (images: readonly ShelvedImage[]): number =>
  [...new Map(images.flatMap(partsOf)).values()].reduce((sum, size) => sum + size, 0)

const partsOf = ({ manifest, descriptor }: ShelvedImage): [string, number][] =>
  [manifest.config, ...manifest.layers, descriptor].map(({ digest, size }) => [digest, size])

/** Reads every part of a vault once and names the images whose parts are not what their digests say. */
export async function* verifyShelf(folder: string, signal: AbortSignal) {
  const { images, problems } = await readShelf(folder)
  const of = totalOf(images)
  const checked = new Map<string, string>()
  let bytes = 0
  let bad = problems.length
  for (const sentence of problems) yield { type: 'problem' as const, image: '', sentence }
  for (const image of images) {
    const name = image.names[0] ?? image.imageId
    const complaints = new Set<string>()
    for (const [digest, size] of partsOf(image)) {
      signal.throwIfAborted()
      let complaint = checked.get(digest)
      if (complaint === undefined) {
        yield { type: 'progress' as const, step: name, bytes, of }
        complaint = await complaintOf(folder, { digest, size }, signal)
        checked.set(digest, complaint)
        bytes += size
      }
      if (complaint) complaints.add(complaint)
    }
    for (const sentence of complaints) yield { type: 'problem' as const, image: name, sentence }
    bad += complaints.size
  }
  yield { type: 'done' as const, images: images.length, bytes, problems: bad }
}

const complaintOf = async (
  folder: string,
  part: { digest: string; size: number },
  signal: AbortSignal,
): Promise<string> => {
  try {
    for await (const _chunk of readVaultBlob(folder, part)) signal.throwIfAborted()
    return ''
  } catch (error) {
    if (error instanceof BenchError && error.code === 'damaged') return error.message
    throw error
  }
}
