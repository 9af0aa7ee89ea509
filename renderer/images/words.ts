import type { VaultImage } from '../../shared/contract/vault.ts'
import type { PublishedImage } from '../../shared/sync/images.ts'

const shortDigest = (digest: string): string => digest.replace('sha256:', '').slice(0, 12)

/** What an image is called in a list; part of its id where it has no name. */
export const nameOf = ({ names, imageId }: Pick<VaultImage | PublishedImage, 'names' | 'imageId'>): string =>
  names[0] ?? shortDigest(imageId)

/** A digest as people compare it. */
export const digestText = (sha256: string): string => `sha256:${shortDigest(sha256)}`

/** The image as names beside it say it: two people may publish different images under one name. */
export const namesApart = (images: readonly PublishedImage[]): ReadonlyMap<string, string> => {
  const counts = new Map<string, number>()
  for (const image of images) counts.set(nameOf(image), (counts.get(nameOf(image)) ?? 0) + 1)
  return new Map(
    images.map((image) => {
      const name = nameOf(image)
      return [image.sha256, (counts.get(name) ?? 0) > 1 ? `${name} (${shortDigest(image.sha256)})` : name]
    }),
  )
}

/** How far a transfer is, 0-1; null while its size is not known. */
export const far = ({ bytes, of }: { bytes: number; of: number }): number | null =>
  of > 0 ? Math.min(1, bytes / of) : null
