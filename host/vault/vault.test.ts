import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { v7 } from 'uuid'
import { expect, test } from 'vitest'
import { tarOf } from '../../test/support/archives.ts'
import { temporaryFolder } from '../../test/support/database.ts'
import {
  imageIdOf,
  inPieces,
  layerOf,
  layoutEntries,
  savedArchive,
  savedEntries,
  sha256Of,
} from '../../test/support/images.ts'
import { addArchive } from './add.ts'
import { sweepBlobs } from './blobs.ts'
import { findImage } from './load.ts'
import { needName } from './names.ts'
import { readShelf } from './shelf.ts'
import { verifyShelf } from './verify.ts'
import { writeArchive } from './write-archive.ts'

const signal = new AbortController().signal

const add = (folder: string, archive: Buffer) =>
  addArchive(inPieces(archive), [], { folder, signal, newId: v7, now: Date.now, onBytes: () => undefined })

const written = async (folder: string, image: string): Promise<Buffer> => {
  const { images } = await readShelf(folder)
  const found = findImage(images, needName(image))
  const chunks: Buffer[] = []
  for await (const chunk of writeArchive(folder, found ? [found] : [], () => undefined)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

const all = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}

const blobsOf = (folder: string) => readdirSync(join(folder, 'blobs', 'sha256'))

const tomcat = { tags: ['tomcat:10.1', 'tomcat:latest'], layers: ['debian', 'java', 'tomcat'] }
const postgres = { tags: ['postgres:18'], layers: ['debian', 'postgres'] }

test('images out of an archive of docker save are kept by content, shared layers once', async () => {
  using temporary = temporaryFolder()
  const folder = join(temporary.path, 'vault')
  await add(folder, savedArchive([tomcat]))
  await add(folder, savedArchive([postgres, tomcat]))
  const { images, problems } = await readShelf(folder)
  expect(problems).toEqual([])
  expect(
    images.map(({ imageId, names, layers, platform }) => ({ imageId, names, layers, platform })),
  ).toEqual([
    { imageId: imageIdOf(postgres), names: postgres.tags, layers: 2, platform: 'linux/amd64' },
    { imageId: imageIdOf(tomcat), names: tomcat.tags, layers: 3, platform: 'linux/amd64' },
  ])
  // Four layers, two configurations, two manifests.
  expect(blobsOf(folder)).toHaveLength(8)
  expect(readdirSync(join(folder, 'casebench-incoming'))).toEqual([])
})

test('what is written out is taken in again bit by bit, by the list of docker save and by the image layout', async () => {
  using temporary = temporaryFolder()
  const [first, second, third] = ['1', '2', '3'].map((name) => join(temporary.path, name)) as [
    string,
    string,
    string,
  ]
  await add(first, savedArchive([tomcat]))
  const archive = await written(first, 'docker.io/library/tomcat:10.1')
  expect(await written(first, imageIdOf(tomcat))).toEqual(archive)
  await add(second, archive)
  expect(blobsOf(second)).toEqual(blobsOf(first))
  expect(await written(second, 'tomcat')).toEqual(archive)
  // Without manifest.json it is an image layout and nothing else.
  const layout = Buffer.from(archive)
  layout.write('not-manifest.json', layout.lastIndexOf('manifest.json'), 'latin1')
  await expect(add(third, layout)).rejects.toThrow(/damaged/)
})

test('a layout with packed layers keeps its own manifest and digests', async () => {
  using temporary = temporaryFolder()
  await add(temporary.path, tarOf(layoutEntries(tomcat)))
  const { images } = await readShelf(temporary.path)
  expect(images).toMatchObject([{ imageId: imageIdOf(tomcat), names: ['tomcat:10.1'] }])
  const [image] = images
  expect(image?.manifest.layers[0]?.mediaType).toMatch(/gzip$/)
  expect(findImage(images, needName(`tomcat@${image?.digest}`))).toBe(image)
  await add(temporary.path, await written(temporary.path, 'tomcat:10.1'))
  expect((await readShelf(temporary.path)).images).toHaveLength(1)
})

test('a name goes to the image that came last', async () => {
  using temporary = temporaryFolder()
  await add(temporary.path, savedArchive([tomcat]))
  const patched = { tags: ['tomcat:latest'], layers: ['debian', 'java', 'tomcat, patched'] }
  await add(temporary.path, savedArchive([patched]))
  const { images } = await readShelf(temporary.path)
  expect(findImage(images, needName('tomcat'))?.imageId).toBe(imageIdOf(patched))
  expect(findImage(images, needName('tomcat:10.1'))?.imageId).toBe(imageIdOf(tomcat))
})

test('a part that was changed on the disk is found, and never leaves the vault as whole', async () => {
  using temporary = temporaryFolder()
  await add(temporary.path, savedArchive([tomcat, postgres]))
  const blob = join(temporary.path, 'blobs', 'sha256', sha256Of(layerOf('java')))
  const bytes = readFileSync(blob)
  bytes[600] = 7
  writeFileSync(blob, bytes)
  const steps = await all(verifyShelf(temporary.path, signal))
  expect(steps.filter(({ type }) => type === 'problem')).toMatchObject([{ image: 'tomcat:10.1' }])
  expect(steps.at(-1)).toMatchObject({ type: 'done', images: 2, problems: 1 })
  await expect(written(temporary.path, 'tomcat')).rejects.toThrow(/A part of the vault was changed/)
  expect((await written(temporary.path, 'postgres:18')).length).toBeGreaterThan(2000)
})

test('a reader that stops early ends the writing', async () => {
  using temporary = temporaryFolder()
  const large = { tags: ['large:1'], layers: ['x'.repeat(3_000_000), 'y'.repeat(3_000_000)] }
  await add(temporary.path, savedArchive([large]))
  const { images } = await readShelf(temporary.path)
  let bytes = 0
  for await (const chunk of writeArchive(temporary.path, images, () => undefined)) {
    bytes += chunk.length
    if (bytes > 500_000) break
  }
  expect(bytes).toBeLessThan(2_000_000)
})

test('parts that no image has are swept', async () => {
  using temporary = temporaryFolder()
  await add(temporary.path, savedArchive([tomcat]))
  writeFileSync(join(temporary.path, 'blobs', 'sha256', 'f'.repeat(64)), 'left')
  const { images } = await readShelf(temporary.path)
  const wanted = images.flatMap(({ manifest, digest }) => [
    digest,
    ...[manifest.config, ...manifest.layers].map((part) => part.digest),
  ])
  expect(await sweepBlobs(temporary.path, new Set(wanted))).toBe(4)
  expect(blobsOf(temporary.path)).toHaveLength(5)
})

const hostile: [string, () => Buffer, RegExp][] = [
  [
    'a path that climbs out',
    () => tarOf([{ name: '../../etc/passwd', text: 'x' }, ...savedEntries([tomcat])]),
    /leads out/,
  ],
  [
    'an absolute path',
    () => tarOf([{ name: '/etc/passwd', text: 'x' }, ...savedEntries([tomcat])]),
    /leads out/,
  ],
  [
    'a link out of the archive',
    () => tarOf([{ name: 'a/layer.tar', type: '2', target: '/etc/shadow' }, ...savedEntries([tomcat])]),
    /link out/,
  ],
  [
    'a hard link',
    () => tarOf([{ name: 'a', type: '1', target: 'b' }, ...savedEntries([tomcat])]),
    /neither a file/,
  ],
  ['a device', () => tarOf([{ name: 'a', type: '3' }, ...savedEntries([tomcat])]), /neither a file/],
  [
    'a name twice',
    () => tarOf([...savedEntries([tomcat]), { name: 'manifest.json', text: '[]' }]),
    /manifest\.json twice/,
  ],
  [
    'links in a circle',
    () => {
      const entries = savedEntries([tomcat]).map((entry) =>
        String(entry.name).endsWith('/layer.tar')
          ? { name: entry.name, type: '2', target: 'layer.tar' }
          : entry,
      )
      return tarOf(entries)
    },
    /circles/,
  ],
  [
    'a layer that is not the one of its image',
    () =>
      tarOf(
        savedEntries([tomcat]).map((entry) =>
          String(entry.name).endsWith('/layer.tar') ? { name: entry.name, text: layerOf('another') } : entry,
        ),
      ),
    /not the one that its image names/,
  ],
  [
    'a configuration that is not what its name says',
    () =>
      tarOf(
        savedEntries([tomcat]).map((entry) =>
          /^[0-9a-f]{64}\.json$/.test(String(entry.name))
            ? { ...entry, text: '{"rootfs":{"type":"layers"}}' }
            : entry,
        ),
      ),
    /not what its name says/,
  ],
  [
    'a blob that is not what its digest says',
    () =>
      tarOf(
        layoutEntries(tomcat).map((entry) =>
          entry.name === `blobs/sha256/${imageIdOf(tomcat).slice(7)}` ? { ...entry, text: '{}' } : entry,
        ),
      ),
    /not what its digest says/,
  ],
  [
    'a layer that is missing',
    () => tarOf(savedEntries([tomcat]).filter((entry) => !String(entry.name).endsWith('layer.tar'))),
    /missing/,
  ],
  ['an archive that ends too early', () => savedArchive([tomcat]).subarray(0, 4000), /./],
  ['no archive at all', () => Buffer.alloc(5000, 'x'), /no archive/],
  ['an empty archive', () => Buffer.alloc(1024), /no archive/],
  [
    'a list that is no list',
    () => tarOf([{ name: 'manifest.json', text: '{"a":1}' }]),
    /not as the format says/,
  ],
]

for (const [what, archive, reason] of hostile)
  test(`${what} is refused, and nothing of it stays`, async () => {
    using temporary = temporaryFolder()
    await expect(add(temporary.path, archive())).rejects.toThrow(reason)
    expect(blobsOf(temporary.path)).toEqual([])
    expect(readdirSync(join(temporary.path, 'casebench-incoming'))).toEqual([])
    expect((await readShelf(temporary.path)).images).toEqual([])
  })

test('an archive beyond its limits is refused', async () => {
  using temporary = temporaryFolder()
  const options = { folder: temporary.path, signal, newId: v7, now: Date.now, onBytes: () => undefined }
  const archive = savedArchive([tomcat])
  await expect(
    addArchive(inPieces(archive), [], { ...options, limits: { entries: 3, bytes: 1e9 } }),
  ).rejects.toThrow(/more than 3 entries/)
  await expect(
    addArchive(inPieces(archive), [], { ...options, limits: { entries: 100, bytes: 2000 } }),
  ).rejects.toThrow(/larger than a vault takes/)
  expect(blobsOf(temporary.path)).toEqual([])
})
