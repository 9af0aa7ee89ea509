import type { CallContext, Handlers } from '../../shared/contract/define.ts'
import { BenchError } from '../../shared/contract/error.ts'
import type { vault } from '../../shared/contract/vault.ts'
import { takeTurns } from '../workspace/turns.ts'
import { centralImages } from './central.ts'
import { facts, need, placeOf, type VaultOptions } from './desk.ts'
import { fetchImage, findPublished } from './fetch.ts'
import { findImage } from './load.ts'
import { needName } from './names.ts'
import { follow } from './progress.ts'
import { publishImage } from './publish.ts'
import { readShelf, type ShelvedImage } from './shelf.ts'

type Sharing = Pick<Handlers<typeof vault>, 'published' | 'terms' | 'publish' | 'fetch'>

/** A person waits for the list, and can try again. */
const triesToLook = 2

/** What a vault shares with the central service. */
export const sharing = (options: VaultOptions): Sharing => {
  const takeTurn = takeTurns()
  const open = async (signal: AbortSignal) => centralImages(await options.central(), signal)
  return {
    async published({ folder }, context) {
      const { images: here } = await readShelf(await placeOf(options, folder, context))
      const images = await (await open(context.signal)).list(triesToLook)
      return {
        images: images.map((image) => ({
          ...image,
          here: here.some(({ imageId }) => imageId === `sha256:${image.imageId}`),
        })),
      }
    },
    async terms(input, context) {
      const { images } = await readShelf(await placeOf(options, input.folder, context))
      const named = await namedBy(options, input)
      const names = named.flatMap((text) => [text, ...(findImage(images, needName(text))?.names ?? [])])
      return { terms: await options.licences.known(names) }
    },
    publish: (input, context) => publish(options, input, context),
    fetch: (input, context) => fetchAll(options, input, context, takeTurn),
  }
}

interface Named {
  images: string[]
  allOf?: string | undefined
}

const namedBy = async ({ imagesOf }: VaultOptions, { images, allOf }: Named): Promise<string[]> => {
  const named = [...images, ...(allOf === undefined ? [] : await imagesOf(allOf))]
  if (named.length > 0) return [...new Set(named)]
  throw new BenchError('invalid', 'No image was named. Name images, or the case whose images are meant.')
}

/** The licence that an image is passed on under; null where none is known. Throws `licence` where nobody said so. */
const licenceOf = async (
  { licences }: VaultOptions,
  { names }: ShelvedImage,
  said: readonly string[],
): Promise<string | null> => {
  const known = await licences.known(names)
  const open = known.find(({ name }) => !said.includes(name))
  if (open)
    throw new BenchError(
      'licence',
      `${open.image} is under "${open.name}". Nothing was published. Read at ${open.url} whether it may be passed on within your organisation; where it may, say so when you publish it.`,
    )
  return known[0]?.name ?? null
}

async function* publish(
  options: VaultOptions,
  input: Parameters<Sharing['publish']>[0],
  context: CallContext,
) {
  const folder = await placeOf(options, input.folder, context)
  const { images } = await readShelf(folder)
  const wanted = (await namedBy(options, input)).map((text) => need(images, text))
  const all = [...new Map(wanted.map((image) => [image.imageId, image])).values()]
  // All is said before the first byte goes.
  const licensed: { image: ShelvedImage; licence: string | null }[] = []
  for (const image of all) licensed.push({ image, licence: await licenceOf(options, image, input.licences) })
  const central = centralImages(await options.central(), context.signal)
  // A service that shares no images, or not with this bench, says so before gigabytes are sent.
  await central.list()
  for (const { image, licence } of licensed) {
    yield* follow(image.names[0] ?? image.imageId, image.bytes, (onBytes) =>
      publishImage(central, { folder, image, licence }, onBytes),
    )
    yield { type: 'published' as const, image: facts(image), licence }
  }
  yield { type: 'done' as const, images: all.length }
}

async function* fetchAll(
  options: VaultOptions,
  input: Parameters<Sharing['fetch']>[0],
  context: CallContext,
  takeTurn: ReturnType<typeof takeTurns>,
) {
  const { newId, now } = options
  const { signal } = context
  const folder = await placeOf(options, input.folder, context)
  const here = (await readShelf(folder)).images
  const asked = (await namedBy(options, input)).map((text) => ({ text, name: needName(text) }))
  // Of a case's images only those are asked for that are not here.
  const wanted = asked.filter(({ text, name }) => input.images.includes(text) || !findImage(here, name))
  const central = centralImages(await options.central(), signal)
  const published = wanted.length > 0 ? await central.list() : []
  const found = wanted.flatMap(({ text, name }) => {
    const image = findPublished(published, name)
    return image ? [{ text, name, image }] : []
  })
  const unknown = wanted.map(({ text }) => text).filter((text) => !found.some((one) => one.text === text))
  const named = unknown.filter((text) => input.images.includes(text))
  if (named.length > 0) throw unpublished(named, 'Nothing was fetched.')
  await options.licences.require(found.flatMap(({ text, image }) => [text, ...image.names]))
  for (const { text, name, image } of found) {
    const answer = yield* follow(text, image.bytes, (onBytes) =>
      takeTurn(folder, () => fetchImage(image, name, { central, folder, newId, now, signal, onBytes })),
    )
    const { added } = answer
    yield { type: 'fetched' as const, name: text, image: facts(answer.image), added, by: image.by }
  }
  if (unknown.length > 0)
    throw unpublished(unknown, found.length > 0 ? 'The others are in the vault.' : 'Nothing was fetched.')
  yield { type: 'done' as const, images: found.length }
}

const unpublished = (names: readonly string[], outcome: string): BenchError => {
  const told = names.slice(0, 3).map((name) => name.slice(0, 200))
  const more = names.length > told.length ? ` and ${names.length - told.length} more` : ''
  return new BenchError(
    'not-found',
    `Nobody has published ${told.join(', ')}${more} at the central service. ${outcome} Publish ${names.length > 1 ? 'them' : 'it'} from a bench that has ${names.length > 1 ? 'them' : 'it'} in its vault.`,
    { unpublished: names.slice(0, 100) },
  )
}
