import type { FileHandle } from 'node:fs/promises'
import { BenchError } from '../../shared/contract/error.ts'
import type { OpenedFile } from '../../shared/contract/files.ts'
import { mediaTypeOf } from '../attachments/media-type.ts'
import { openInside } from '../workspace/place.ts'
import { nameOf } from './detect.ts'
import { decodeText, needEncoding } from './form.ts'
import { editableBytes, hashVersion, statVersion } from './version.ts'

/** UTF-16 units of a line that an editor still shows without a stop. */
const lineUnitsAtMost = 250_000

/** Bytes from which the encoding of a large file is found. */
const headBytes = 256 * 1024

/** What a path holds, for an editor. What is no file, or leads out, is `refused` with its sentence. */
export const readForEditor = async (
  root: string,
  { path, encoding }: { path: string; encoding?: string | undefined },
): Promise<OpenedFile> => {
  if (encoding !== undefined) needEncoding(encoding)
  const opened = await openInside(root, path).catch((error: unknown) => {
    if (error instanceof BenchError && error.code === 'refused') return error
    throw error
  })
  if (opened instanceof BenchError) return { kind: 'refused', sentence: opened.message }
  await using file = opened.file
  const { stats } = opened
  if (stats.size > editableBytes) {
    const head = await readHead(file, headBytes)
    const name = encoding ?? nameOf(head)
    const version = statVersion(stats)
    if (name === null) return { kind: 'binary', bytes: stats.size, version, mediaType: mediaTypeOf(path) }
    return { kind: 'large', bytes: stats.size, version, encoding: name }
  }
  const bytes = await file.readFile()
  const found = { bytes: bytes.length, version: hashVersion(bytes) }
  const decoded = decodeText(bytes, encoding)
  if (!decoded) return { kind: 'binary', ...found, mediaType: mediaTypeOf(path) }
  if (hasLongLine(decoded.text)) return { kind: 'large', ...found, encoding: decoded.form.encoding }
  return { kind: 'text', ...decoded, ...found, readOnly: (stats.mode & 0o222) === 0 }
}

/** The first bytes of an open file. */
export const readHead = async (file: FileHandle, bytes: number): Promise<Buffer> => {
  const buffer = Buffer.alloc(bytes)
  const { bytesRead } = await file.read(buffer, 0, bytes, 0)
  return buffer.subarray(0, bytesRead)
}

const hasLongLine = (text: string): boolean => {
  if (text.length <= lineUnitsAtMost) return false
  let from = 0
  for (const { index } of text.matchAll(/[\r\n]/g)) {
    if (index - from > lineUnitsAtMost) return true
    from = index
  }
  return text.length - from > lineUnitsAtMost
}
