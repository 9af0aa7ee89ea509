import { existsSync } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import type { CallContext, Handlers } from '../../shared/contract/define.ts'
import { BenchError } from '../../shared/contract/error.ts'
import type { vault } from '../../shared/contract/vault.ts'
import { needPaths } from '../attachments/service.ts'
import { putLocal } from '../desk/local.ts'
import { syncFolder } from '../files/durable.ts'
import { addArchive, addNames } from './add.ts'
import { sweepBlobs } from './blobs.ts'
import { chosenKey, facts, need, placeOf, type VaultOptions, vaultFolder } from './desk.ts'
import { ensureImages } from './ensure.ts'
import { findImage } from './load.ts'
import { needName, readName } from './names.ts'
import { follow } from './progress.ts'
import { sharing } from './sharing.ts'
import { changeShelf, openFolder, readShelf, type ShelvedImage } from './shelf.ts'
import { fileBytes } from './unpack-archive.ts'
import { totalOf, verifyShelf } from './verify.ts'
import { writeArchive } from './write-archive.ts'

export const vaultService = (options: VaultOptions): Handlers<typeof vault> => ({
  async list({ folder }, context) {
    const place = await placeOf(options, folder, context)
    const { images, problems } = await readShelf(place)
    const shown = images.map(facts).toSorted((a, b) => (a.names[0] ?? '').localeCompare(b.names[0] ?? ''))
    return { folder: place, images: shown, bytes: totalOf(images), problems }
  },
  async choose({ folder }, context) {
    needPaths(context)
    const place = folder === null ? null : resolve(folder)
    if (place !== null) await openFolder(place)
    await options.database.write(putLocal, { key: chosenKey, value: place })
    return { folder: await vaultFolder(options) }
  },
  save: (input, context) => save(options, input, context),
  load: (input, context) => load(options, input, context),
  ...sharing(options),
  async *verify({ folder }, context) {
    yield* verifyShelf(await placeOf(options, folder, context), context.signal)
  },
  async remove({ images, folder }, context) {
    const place = await placeOf(options, folder, context)
    const removed: ShelvedImage[] = []
    const bytesFreed = await changeShelf(place, options.newId(), {
      change(all) {
        for (const text of images) removed.push(need(all, text))
        return all.filter((image) => !removed.some(({ imageId }) => imageId === image.imageId))
      },
      after: (left) => sweepBlobs(place, partsOf(left)),
    })
    return { removed: removed.map(facts), bytesFreed }
  },
})

const partsOf = (images: readonly ShelvedImage[]): Set<string> =>
  new Set(
    images.flatMap(({ manifest, descriptor }) =>
      [manifest.config, ...manifest.layers, descriptor].map(({ digest }) => digest),
    ),
  )

type SaveInput = Parameters<Handlers<typeof vault>['save']>[0]
type LoadInput = Parameters<Handlers<typeof vault>['load']>[0]

async function* save(options: VaultOptions, input: SaveInput, context: CallContext) {
  const { newId, now, imagesOf } = options
  const { signal } = context
  if (input.from !== undefined || input.to !== undefined) needPaths(context)
  const folder = await placeOf(options, input.folder, context)
  const add = { folder, newId, now, signal }
  const saved: string[] = []
  if (input.from !== undefined) {
    const archive = fileBytes(resolve(input.from))
    const before = new Set((await readShelf(folder)).images.map(({ imageId }) => imageId))
    const added = yield* follow(basename(input.from), 0, (onBytes) =>
      addArchive(archive, [], { ...add, onBytes }),
    )
    for (const image of added) {
      saved.push(image.imageId)
      yield { type: 'saved' as const, image: facts(image), added: !before.has(image.imageId) }
    }
  }
  const named = [...input.images, ...(input.allOf === undefined ? [] : await imagesOf(input.allOf))]
  if (named.length === 0 && input.from === undefined)
    throw new BenchError('invalid', 'No image was named. Name images, or the case whose images are meant.')
  const names = named.map((text) => ({ text, ...needName(text) }))
  const engine = names.length > 0 ? await options.engine() : undefined
  for (const { text } of names) {
    const found = await engine?.inspect(text)
    if (!engine || !found)
      throw new BenchError(
        'not-found',
        `The engine does not have ${text}. What was saved before it stays. Pull or build it first.`,
      )
    const known = await addNames(found, add)
    const image =
      known ??
      (yield* follow(text, found.bytes, async (onBytes) => {
        const [one] = await addArchive(await engine.save(found.id, signal), [found], { ...add, onBytes })
        return one
      }))
    if (!image) throw new BenchError('engine', `The engine gave no image for ${text}. Nothing was added.`)
    saved.push(image.imageId)
    yield { type: 'saved' as const, image: facts(image), added: known === null }
  }
  const path = input.to === undefined ? '' : yield* writeTo(folder, resolve(input.to), saved)
  yield { type: 'done' as const, images: new Set(saved).size, path }
}

/** Writes images of the vault to one archive: whole under a temporary name first. Throws `exists`. */
async function* writeTo(folder: string, path: string, ids: readonly string[]) {
  if (existsSync(path))
    throw new BenchError(
      'exists',
      `${path} exists already. The images are in the vault; nothing was written there.`,
    )
  const { images } = await readShelf(folder)
  const chosen = images.filter(({ imageId }) => ids.includes(imageId))
  const part = join(dirname(path), `.${basename(path)}.${process.pid}.part`)
  await mkdir(dirname(path), { recursive: true })
  try {
    yield* follow(basename(path), totalOf(chosen), async (onBytes) => {
      await using file = await open(part, 'w', 0o644)
      for await (const chunk of writeArchive(folder, chosen, onBytes)) await file.writeFile(chunk)
      await file.sync()
    })
    await rename(part, path)
    await syncFolder(dirname(path))
  } finally {
    await rm(part, { force: true })
  }
  return path
}

async function* load(options: VaultOptions, input: LoadInput, context: CallContext) {
  const folder = await placeOf(options, input.folder, context)
  const { images } = await readShelf(folder)
  const named = [...input.images, ...(input.allOf === undefined ? [] : await options.imagesOf(input.allOf))]
  const wanted = named.length > 0 ? named : images.map(({ imageId, names: [name] }) => name ?? imageId)
  const engine = await options.engine()
  for (const text of new Set(wanted)) {
    const name = readName(text)
    const size = (name && findImage(images, name)?.bytes) || 0
    const [answer] = yield* follow(text, size, (onBytes) => {
      let before = 0
      return ensureImages([text], {
        ...{ engine, folder, signal: context.signal },
        onStep: ({ bytes }) => {
          onBytes(bytes - before)
          before = bytes
        },
      })
    })
    if (!answer || answer.from === 'missing')
      throw new BenchError(
        'not-found',
        `${text.slice(0, 200)} is neither in the engine nor in the vault. What was loaded before it stays.`,
      )
    yield { type: 'loaded' as const, name: text, imageId: answer.imageId, from: answer.from }
  }
  yield { type: 'done' as const, images: new Set(wanted).size }
}
