import { extname, posix } from 'node:path'
import { BenchError } from '../../shared/contract/error.ts'
import { storeUpload } from '../attachments/blob-store.ts'
import { searchableText } from '../attachments/searchable-text.ts'
import { openInside } from '../workspace/place.ts'
import type { Piece } from './rows.ts'
import { type EvidenceOptions, headOfWorkspace, needWorkspace, store } from './store.ts'

/** A file of the workspace as it stands. Throws `refused`, `vanished`, `invalid` where it changes while it is read. */
export const filePiece = async (
  options: EvidenceOptions,
  { caseId, path }: { caseId: string; path: string },
): Promise<Piece> => {
  const { dataDir, newId } = options
  const root = await needWorkspace(options, caseId)
  const { file, stats } = await openInside(root, path)
  const uploadId = newId()
  const name = posix.basename(path)
  const upload = { dataDir, uploadId, offset: 0, bytes: stats.size }
  const stored = await storeUpload(file.createReadStream(), upload).catch((error: unknown) => {
    if (!(error instanceof RangeError)) throw error
    throw new BenchError('invalid', `${path} changed while it was read. It is not attached; try again.`)
  })
  const text = await searchableText(dataDir, { name, ...stored })
  return {
    kind: 'attachment',
    detail: { type: 'file', path, commit: await headOfWorkspace(options, root) },
    file: { uploadId, name, text, sha256: stored.sha256, bytes: stored.bytes },
  }
}

interface Excerpt {
  caseId: string
  path: string
  lines: { from: number; to: number }
  text: string
}

/** Lines of a file as the editor showed them. Throws `invalid` for lines in the wrong order. */
export const excerptPiece = async (
  options: EvidenceOptions,
  { caseId, path, lines, text }: Excerpt,
): Promise<Piece> => {
  if (lines.to < lines.from)
    throw new BenchError('invalid', 'The last line comes before the first. Nothing was attached.')
  const root = await needWorkspace(options, caseId)
  const base = posix.basename(path)
  const extension = extname(base)
  const name = `${base.slice(0, base.length - extension.length)} L${lines.from}-${lines.to}${extension || '.txt'}`
  return {
    kind: 'attachment',
    detail: { type: 'excerpt', path, lines, commit: await headOfWorkspace(options, root) },
    file: await store(options, { name, bytes: Buffer.from(text) }),
  }
}
