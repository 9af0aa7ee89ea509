import { Readable } from 'node:stream'
import { extract, type Header } from 'tar-stream'
import type { ArchiveEntry } from './archive-entry.ts'
import { Damaged } from './archive-entry.ts'

const kinds: Readonly<Record<string, ArchiveEntry['kind']>> = {
  file: 'file',
  'contiguous-file': 'file',
  directory: 'folder',
  symlink: 'link',
  link: 'hard-link',
}

const isSparse = (header: Header) =>
  !(header.type ?? undefined) || Object.keys(header.pax ?? {}).some((key) => key.startsWith('GNU.sparse.'))

const describe = (header: Header, bytes: AsyncIterable<Buffer>): ArchiveEntry => ({
  name: header.name,
  // A plain file whose name ends in a slash is a folder to every tar.
  kind:
    header.name.endsWith('/') && header.type === 'file' ? 'folder' : (kinds[header.type ?? ''] ?? 'other'),
  executable: ((header.mode ?? 0) & 0o111) !== 0,
  modifiedAt: header.mtime?.getTime() ?? 0,
  target: header.linkname ?? '',
  refused: isSparse(header) ? 'It is a sparse file or of an unknown kind. Unpack this one with tar.' : '',
  bytes: () => bytes,
})

async function* bytesOf(entry: AsyncIterable<unknown>): AsyncGenerator<Buffer, void, undefined> {
  for await (const chunk of entry) yield chunk as Buffer
}

/** The entries of a tar, in order; each is skipped unless its bytes are read. Throws `Damaged` where the rest is lost. */
export async function* tarEntries(
  bytes: AsyncIterable<Buffer>,
): AsyncGenerator<ArchiveEntry, void, undefined> {
  const entries = extract()
  const source = Readable.from(bytes)
  let failed: unknown
  source.on('error', (error) => {
    failed = error
    entries.destroy(error)
  })
  entries.on('error', () => source.destroy())
  source.pipe(entries)
  try {
    for await (const entry of entries) {
      yield describe(entry.header, bytesOf(entry))
      entry.resume()
    }
  } catch (error) {
    // What the source says is the reason; what the parser says then is only its consequence.
    const reason = failed ?? error
    throw reason instanceof Error && reason.name === 'Error' ? new Damaged(reason.message) : reason
  } finally {
    source.destroy()
    entries.destroy()
  }
}
