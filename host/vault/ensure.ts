import type { ImageEngine } from './engine.ts'
import { findImage, loadImage } from './load.ts'
import { readName } from './names.ts'
import { readShelf } from './shelf.ts'

/** What became of an image that an environment needs. */
export interface EnsuredImage {
  /** As it was asked for. */
  image: string
  /** Where it is from; `missing` where neither the engine nor the vault has it. */
  from: 'engine' | 'vault' | 'missing'
  /** Empty where it is missing. */
  imageId: string
  /**
   * Whether the engine finds it by the name as it was asked for. It does not where a digest was named and the image came
   * out of the vault: engines learn digests from registries only. Then the image must be named by `imageId`.
   */
  byName: boolean
}

export interface EnsureOptions {
  engine: ImageEngine
  folder: string
  signal: AbortSignal
  onStep?: (step: { image: string; bytes: number; of: number }) => void
}

/** Loads what the engine misses of these images out of the vault. What the vault does not have is told, not thrown. */
export const ensureImages = async (
  images: readonly string[],
  { engine, folder, signal, onStep }: EnsureOptions,
): Promise<EnsuredImage[]> => {
  const answers: EnsuredImage[] = []
  let shelf: Awaited<ReturnType<typeof readShelf>> | undefined
  for (const image of new Set(images)) {
    signal.throwIfAborted()
    const name = readName(image)
    const there = name && (await engine.inspect(image))
    if (there) {
      answers.push({ image, from: 'engine', imageId: there.id, byName: true })
      continue
    }
    shelf ??= await readShelf(folder)
    const found = name && findImage(shelf.images, name)
    if (!found) {
      answers.push({ image, from: 'missing', imageId: '', byName: false })
      continue
    }
    let bytes = 0
    const onBytes = (count: number) => {
      bytes += count
      onStep?.({ image, bytes, of: found.bytes })
    }
    const imageId = await loadImage(engine, found, { folder, name, signal, onBytes })
    const byName = (await engine.inspect(image)) !== null
    answers.push({ image, from: 'vault', imageId, byName })
  }
  return answers
}
