import { open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * What a terminal printed between two places, in bytes since it began, from the segments that it keeps on disk
 * (`ring.ts`): the last `most` bytes of it, as far as they are still there. Null where none is.
 */
export const readKept = async (
  folder: string,
  { from, to, most }: { from: number; to: number | null; most: number },
): Promise<{ bytes: Buffer; whole: boolean } | null> => {
  const names = (await readdir(folder).catch(() => []))
    .filter((name) => /^\d{16}\.out$/.test(name))
    .toSorted()
  const chunks: { start: number; bytes: Buffer }[] = []
  for (const name of names) {
    const start = Number(name.slice(0, 16))
    const size = (await stat(join(folder, name)).catch(() => undefined))?.size ?? 0
    const begin = Math.max(start, from)
    const end = Math.min(start + size, to ?? Number.MAX_SAFE_INTEGER)
    if (begin >= end) continue
    chunks.push({ start: begin, bytes: await readPart(join(folder, name), begin - start, end - begin) })
  }
  const first = chunks[0]
  if (!first) return to !== null && to <= from ? { bytes: Buffer.alloc(0), whole: true } : null
  const bytes = Buffer.concat(chunks.map((chunk) => chunk.bytes))
  if (bytes.length <= most) return { bytes, whole: first.start === from }
  const tail = bytes.subarray(bytes.length - most)
  // From the start of a line, so that no escape sequence is cut.
  return { bytes: tail.subarray(tail.indexOf(10) + 1), whole: false }
}

const readPart = async (path: string, at: number, length: number): Promise<Buffer> => {
  const file = await open(path, 'r')
  try {
    const buffer = Buffer.alloc(length)
    const { bytesRead } = await file.read(buffer, 0, length, at)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
