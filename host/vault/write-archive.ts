import { Readable } from 'node:stream'
import { pack } from 'tar-stream'
import { readVaultBlob } from './blobs.ts'
import { names as annotation, types } from './documents.ts'
import { wholeName } from './names.ts'
import type { ShelvedImage } from './shelf.ts'

const padded = (hex: string) => `blobs/sha256/${hex.slice('sha256:'.length)}`

/**
 * Images as one archive that old and new engines load: an image layout
 * (https://github.com/opencontainers/image-spec/blob/main/image-layout.md) that has the `manifest.json` of `docker save`
 * beside its index, as Docker 25 and later write it. The same images give the same bytes. The lists come last: where a part
 * turns out to be damaged the archive ends without them, and no engine takes it.
 */
export async function* writeArchive(
  folder: string,
  images: readonly ShelvedImage[],
  onBytes: (count: number) => void,
): AsyncGenerator<Buffer, void, undefined> {
  const tar = pack()
  const filling = fill(tar, folder, images, onBytes).catch((error: unknown) => {
    tar.destroy(error instanceof Error ? error : new Error(String(error)))
  })
  try {
    for await (const chunk of tar) yield chunk as Buffer
  } finally {
    tar.destroy()
    await filling
  }
}

const fill = async (
  tar: ReturnType<typeof pack>,
  folder: string,
  images: readonly ShelvedImage[],
  onBytes: (count: number) => void,
): Promise<void> => {
  const parts = new Map(
    images.flatMap((image) =>
      [...image.manifest.layers, image.manifest.config, image.descriptor].map((part) => [
        part.digest,
        part.size,
      ]),
    ),
  )
  for (const [digest, size] of parts) {
    await new Promise<void>((resolve, reject) => {
      const entry = tar.entry({ ...header(padded(digest)), size })
      const source = Readable.from(readVaultBlob(folder, { digest, size }))
      source.on('data', (chunk: Buffer) => onBytes(chunk.length))
      source.on('error', reject)
      entry.on('error', reject)
      entry.on('close', () => {
        source.destroy()
        resolve()
      })
      source.pipe(entry)
    })
    // Its reader went away.
    if (tar.destroyed) return
  }
  const documents = {
    'oci-layout': { imageLayoutVersion: '1.0.0' },
    'index.json': index(images),
    'manifest.json': saved(images),
  }
  for (const [name, document] of Object.entries(documents)) tar.entry(header(name), JSON.stringify(document))
  tar.finalize()
}

const header = (name: string) => ({ name, mode: 0o644, mtime: new Date(0), uid: 0, gid: 0 })

const index = (images: readonly ShelvedImage[]) => ({
  schemaVersion: 2,
  mediaType: types.index,
  manifests: images.flatMap(({ descriptor, names }) => {
    const base = { mediaType: types.manifest, ...descriptor }
    if (names.length === 0) return [base]
    return names.map((name) => ({
      ...base,
      annotations: {
        [annotation.full]: wholeName(name),
        [annotation.short]: name.slice(name.lastIndexOf(':') + 1),
      },
    }))
  }),
})

const saved = (images: readonly ShelvedImage[]) =>
  images.map(({ manifest, names }) => ({
    Config: padded(manifest.config.digest),
    RepoTags: names.length > 0 ? names : null,
    Layers: manifest.layers.map(({ digest }) => padded(digest)),
  }))
