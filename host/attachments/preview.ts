import { stat } from 'node:fs/promises'
import type { Preview } from '../../shared/contract/attachments.ts'
import { blobPath } from './blob-store.ts'
import { decodeHead } from './decode.ts'
import { headOf } from './files.ts'
import { mediaTypeOf } from './media-type.ts'

/** Raster images a browser decodes in its sandbox; SVG is a document with scripts and is shown as text. */
const images = /^image\/(png|jpeg|gif|webp|avif)$/

/** What a person sees of an attachment before saving it: its picture, or the head of its text. */
export const previewOf = async (
  dataDir: string,
  { sha256, name, maxBytes }: { sha256: string; name: string; maxBytes: number },
): Promise<Preview> => {
  const { size } = await stat(blobPath(dataDir, sha256))
  const mediaType = mediaTypeOf(name)
  if (images.test(mediaType)) return { kind: 'image', mediaType, bytes: size }
  const decoded = decodeHead(await headOf(dataDir, sha256, Math.min(size, maxBytes)))
  if (!decoded)
    return {
      kind: 'none',
      reason: 'This is not text or an image. Save a copy to look at it with another program.',
    }
  const truncated = size > maxBytes
  if (mediaType === 'application/json') return { kind: 'json', text: decoded.text, truncated }
  if (mediaType === 'text/markdown') return { kind: 'markdown', text: decoded.text, truncated }
  return { kind: 'text', text: decoded.text, encoding: decoded.encoding, truncated }
}
