import { decodeHead } from './decode.ts'
import { headOf } from './files.ts'
import { mediaTypeOf } from './media-type.ts'

/** Files larger than this are evidence to look into, not text to find a case by. */
const fileBytesAtMost = 256 * 1024

/** Characters of one file that the search index takes. */
const textLengthAtMost = 64 * 1024

/** What search should find of a stored file: the head of a small text file, else nothing. */
export const searchableText = async (
  dataDir: string,
  { name, sha256, bytes }: { name: string; sha256: string; bytes: number },
): Promise<string | null> => {
  if (bytes === 0 || bytes > fileBytesAtMost || /^(image|video|audio)\//.test(mediaTypeOf(name))) return null
  const decoded = decodeHead(await headOf(dataDir, sha256, bytes))
  return decoded ? decoded.text.slice(0, textLengthAtMost) : null
}
