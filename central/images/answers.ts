import { z } from 'zod'
import { imagesAtMost, publishedImage } from '../../shared/sync/images.ts'

/** An image as administrators see it. */
export const keptImage = publishedImage.extend({
  /** Its manifest, its configuration and its layers, each once. */
  parts: z.int().min(0),
  /** Of these, how many something else names too: they stay when it is removed. */
  shared: z.int().min(0),
})
export type KeptImage = z.output<typeof keptImage>

export const keptImagesAnswer = z.object({ images: z.array(keptImage).max(imagesAtMost) })
