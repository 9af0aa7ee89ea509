import { BenchError } from '../../shared/contract/error.ts'
import type { ImageEngine } from './engine.ts'
import { type ImageName, readName } from './names.ts'
import type { ShelvedImage } from './shelf.ts'
import { writeArchive } from './write-archive.ts'

/** The image of a vault that a name means: by id, by what a registry knew it by, or by tag. */
export const findImage = (images: readonly ShelvedImage[], name: ImageName): ShelvedImage | undefined => {
  if (name.id) return images.find(({ imageId, digest }) => imageId === name.id || digest === name.id)
  if (name.digest)
    return images.find(({ digest, digests }) =>
      [digest, ...digests].some((one) => one === name.digest || one.endsWith(`@${name.digest}`)),
    )
  return images.find(({ names }) => names.includes(name.tagged))
}

/**
 * Gives an image of a vault to an engine, checked while it goes, and sees to it that the engine has it by the name that
 * was asked for. A name that the engine has for another image stays where it is, unless it is just that one. Answers
 * the engine's id of the image. Throws `damaged`, `engine`.
 */
export const loadImage = async (
  engine: ImageEngine,
  image: ShelvedImage,
  options: { folder: string; name: ImageName | null; signal: AbortSignal; onBytes(count: number): void },
): Promise<string> => {
  const { folder, name, signal, onBytes } = options
  const names: string[] = []
  for (const tagged of new Set([...image.names, ...(name?.tagged ? [name.tagged] : [])]))
    if (tagged === name?.tagged || !(await engine.inspect(tagged))) names.push(tagged)
  const known = await byAnyOf(engine, image, [])
  if (!known) await engine.load(writeArchive(folder, [{ ...image, names }], onBytes), signal)
  const loaded = known ?? (await byAnyOf(engine, image, names))
  if (!loaded)
    throw new BenchError(
      'engine',
      'The engine took the image but does not know it by its id. It was not used. Look at its own list of images.',
    )
  for (const tagged of names) {
    const named = readName(tagged)
    if (!named || loaded.names.includes(tagged)) continue
    const { repository } = named
    await engine.tag(loaded.id, { repository, tag: tagged.slice(repository.length + 1) })
  }
  return loaded.id
}

/** Docker knows an image by its configuration's digest, and by its manifest's where containerd keeps the images. */
const byAnyOf = async (engine: ImageEngine, image: ShelvedImage, names: readonly string[]) => {
  for (const one of [image.imageId, image.digest, ...names]) {
    const found = await engine.inspect(one)
    if (found) return found
  }
  return null
}
