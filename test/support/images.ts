import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { type TarEntry, tarOf } from './archives.ts'

export const sha256Of = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex')

export interface TestImage {
  tags?: string[]
  /** What each layer's one file holds. */
  layers: string[]
}

/** A layer: a tar with one file. */
export const layerOf = (text: string): Buffer => tarOf([{ name: 'file.txt', text }])

const configOf = ({ layers }: TestImage): Buffer =>
  Buffer.from(
    JSON.stringify({
      architecture: 'amd64',
      os: 'linux',
      config: { Cmd: ['/bin/true'] },
      rootfs: { type: 'layers', diff_ids: layers.map((text) => `sha256:${sha256Of(layerOf(text))}`) },
    }),
  )

export const imageIdOf = (image: TestImage): string => `sha256:${sha256Of(configOf(image))}`

/** The entries of an archive as `docker save` of 20.10 writes it: a folder a layer, a link for one that is there twice. */
export const savedEntries = (images: readonly TestImage[]): TarEntry[] => {
  const entries: TarEntry[] = []
  const placed = new Map<string, string>()
  const manifest = images.map((image, at) => {
    const config = configOf(image)
    const Config = `${sha256Of(config)}.json`
    entries.push({ name: Config, text: config })
    const Layers = image.layers.map((text, number) => {
      const folder = sha256Of(`${at} ${number}`)
      const name = `${folder}/layer.tar`
      const first = placed.get(text)
      entries.push({ name: `${folder}/`, type: '5' }, { name: `${folder}/VERSION`, text: '1.0' })
      if (first === undefined) entries.push({ name, text: layerOf(text) })
      else entries.push({ name, type: '2', target: `../${first}` })
      if (first === undefined) placed.set(text, name)
      return name
    })
    return { Config, RepoTags: image.tags ?? null, Layers }
  })
  return [...entries, { name: 'manifest.json', text: JSON.stringify(manifest) }]
}

export const savedArchive = (images: readonly TestImage[]): Buffer => tarOf(savedEntries(images))

/** The entries of an image layout with packed layers, as skopeo and buildx write it. */
export const layoutEntries = (image: TestImage): TarEntry[] => {
  const blob = (bytes: Buffer) => ({ name: `blobs/sha256/${sha256Of(bytes)}`, text: bytes })
  const part = (bytes: Buffer, mediaType: string) => ({
    mediaType,
    digest: `sha256:${sha256Of(bytes)}`,
    size: bytes.length,
  })
  const config = configOf(image)
  const layers = image.layers.map((text) => gzipSync(layerOf(text)))
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: part(config, 'application/vnd.oci.image.config.v1+json'),
      layers: layers.map((layer) => part(layer, 'application/vnd.oci.image.layer.v1.tar+gzip')),
    }),
  )
  const index = {
    schemaVersion: 2,
    manifests: [
      {
        ...part(manifest, 'application/vnd.oci.image.manifest.v1+json'),
        annotations: { 'org.opencontainers.image.ref.name': `docker.io/library/${image.tags?.[0] ?? 'a:1'}` },
      },
    ],
  }
  return [
    { name: 'oci-layout', text: '{"imageLayoutVersion":"1.0.0"}' },
    { name: 'index.json', text: JSON.stringify(index) },
    ...[...new Map([config, manifest, ...layers].map((bytes) => [sha256Of(bytes), blob(bytes)])).values()],
  ]
}

export async function* inPieces(bytes: Buffer, size = 1000): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
