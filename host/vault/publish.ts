import { BenchError } from '../../shared/contract/error.ts'
import {
  type ImageNote,
  imageNamesAtMost,
  type PublishAnswer,
  publishAnswer,
} from '../../shared/sync/images.ts'
import { settledBlob } from './blobs.ts'
import type { CentralImages } from './central.ts'
import type { ShelvedImage } from './shelf.ts'

/** How often parts are sent again that the service lost meanwhile. */
const roundsAtMost = 3

/** Every part of an image once, its manifest last: it is only of use with the others. */
const partsOfImage = ({ manifest, descriptor }: Pick<ShelvedImage, 'manifest' | 'descriptor'>) => [
  ...new Map(
    [manifest.config, ...manifest.layers, descriptor].map(({ digest, size }) => [digest, { digest, size }]),
  ).values(),
]

const hex = (digest: string): string => digest.slice('sha256:'.length)

/** Sends an image of a vault, part by part, and then names it. Throws `service`, `damaged`. */
export const publishImage = async (
  central: CentralImages,
  { folder, image, licence }: { folder: string; image: ShelvedImage; licence: string | null },
  onBytes: (count: number) => void,
): Promise<void> => {
  const note: ImageNote = {
    names: image.names.slice(0, imageNamesAtMost),
    digests: image.digests.slice(0, imageNamesAtMost),
    platform: image.platform,
    licence,
  }
  for (let round = 0; round < roundsAtMost; round += 1) {
    for (const part of partsOfImage(image)) {
      const file = await settledBlob(folder, part)
      if (!file)
        throw new BenchError(
          'damaged',
          `A part of the vault is missing (${part.digest.slice(0, 19)}…). Nothing was published. Save the image again.`,
        )
      const count = round === 0 ? onBytes : () => undefined
      await central.send({ sha256: hex(part.digest), bytes: part.size, path: file.path }, count)
    }
    const path = `/v1/images/${hex(image.descriptor.digest)}`
    const answer: PublishAnswer = await central.put(path, note, publishAnswer)
    if (answer.state === 'published') return
  }
  throw new BenchError(
    'service',
    'The central service lost parts of this image again and again. It was not published; ask again later.',
  )
}
