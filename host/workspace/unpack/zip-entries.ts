import { crc32 } from 'node:zlib'
import { type Entry, getFileNameLowLevel, open, type ZipFile } from 'yauzl'
import { type ArchiveEntry, Damaged } from './archive-entry.ts'
import { salvageZip } from './salvage-zip.ts'

const openZip = (path: string): Promise<ZipFile> =>
  new Promise((resolve, reject) => {
    const options = { lazyEntries: true, decodeStrings: false, autoClose: false, validateEntrySizes: true }
    open(path, options, (error, zip) => (error ? reject(new Damaged(error.message)) : resolve(zip)))
  })

/** The file type bits of stat(2), as a zip made on Unix carries them. */
const typeBits = 0o170000
const kindsByType = new Map<number, ArchiveEntry['kind']>([
  [0, 'file'],
  [0o100000, 'file'],
  [0o040000, 'folder'],
  [0o120000, 'link'],
])

const refusalOf = (entry: Entry): string => {
  if (entry.isEncrypted()) return 'It is encrypted. Ask for the password and unpack it by hand.'
  if (entry.canDecodeFileData()) return ''
  return `It is packed by method ${entry.compressionMethod}, which cannot be read here. Unpack this one by hand.`
}

const linkBytesAtMost = 4096

const describe = async (zip: ZipFile, entry: Entry): Promise<ArchiveEntry> => {
  const name = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true)
  const unix = entry.versionMadeBy >>> 8 === 3 || entry.versionMadeBy >>> 8 === 19
  const mode = unix ? entry.externalFileAttributes >>> 16 : 0
  const kind = /[/\\]$/.test(name) ? 'folder' : (kindsByType.get(mode & typeBits) ?? 'other')
  const refused = kind === 'folder' ? '' : refusalOf(entry)
  const described: ArchiveEntry = {
    name,
    kind,
    executable: (mode & 0o111) !== 0,
    modifiedAt: entry.getLastModDate().getTime(),
    target: '',
    refused,
    bytes: () => bytesOf(zip, entry),
  }
  if (kind !== 'link' || refused) return described
  if (entry.uncompressedSize > linkBytesAtMost)
    return { ...described, refused: 'It leads to a path that is too long.' }
  try {
    const chunks: Buffer[] = []
    for await (const chunk of described.bytes()) chunks.push(chunk)
    return { ...described, target: Buffer.concat(chunks).toString('utf8') }
  } catch {
    // Damage in one entry is told of that entry; the others are good.
    return { ...described, refused: 'It is damaged.' }
  }
}

async function* bytesOf(zip: ZipFile, entry: Entry): AsyncGenerator<Buffer, void, undefined> {
  const stream = await zip.openReadStreamPromise(entry)
  let sum = 0
  for await (const chunk of stream) {
    sum = crc32(chunk as Buffer, sum)
    yield chunk as Buffer
  }
  if (sum !== entry.crc32) throw new Damaged('its bytes do not match their checksum')
}

/** The entries of a zip in the order of its directory, or as they lie where that is lost. Throws `Damaged` where the rest cannot be read. */
export async function* zipEntries(path: string): AsyncGenerator<ArchiveEntry, void, undefined> {
  const zip = await openZip(path).catch((error: Damaged) => error)
  if (zip instanceof Damaged) return yield* salvageZip(path, zip.message)
  try {
    const entries = zip.eachEntry()
    for (;;) {
      const next = await entries.next().catch((error: unknown) => {
        throw new Damaged(error instanceof Error ? error.message : String(error))
      })
      if (next.done) return
      yield await describe(zip, next.value)
    }
  } finally {
    zip.close()
  }
}
