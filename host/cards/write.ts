import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { pack } from 'tar-stream'
import type { CardManifest, CardMember } from '../../shared/domain/stack/card.ts'

export interface Member {
  path: string
  executable: boolean
  bytes: Buffer
}

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

const header = (name: string, executable: boolean) => ({
  name,
  mode: executable ? 0o755 : 0o644,
  mtime: new Date(0),
  uid: 0,
  gid: 0,
})

const byPath = (members: readonly Member[]): Member[] =>
  members.toSorted((a, b) => (a.path < b.path ? -1 : 1))

/** What `card.json` says of the other entries. */
export const listOf = (members: readonly Member[]): CardMember[] =>
  byPath(members).map(({ path, executable, bytes }) => ({
    path,
    bytes: bytes.length,
    sha256: sha256Of(bytes),
    executable,
  }))

/** A card as bytes of a tar (POSIX.1-2017, pax), `card.json` first: the same members give the same bytes. */
export async function* cardBytes(
  manifest: Omit<CardManifest, 'members'>,
  members: readonly Member[],
): AsyncGenerator<Buffer, void, undefined> {
  const listed = listOf(members)
  const tar = pack()
  tar.entry(header('card.json', false), `${JSON.stringify({ ...manifest, members: listed }, null, 1)}\n`)
  for (const { path, executable, bytes } of byPath(members)) tar.entry(header(path, executable), bytes)
  tar.finalize()
  for await (const chunk of tar) yield chunk as Buffer
}

/** Writes a card to a path that does not exist yet; what it wrote is synced. Answers its size and digest. */
export const writeCard = async (
  path: string,
  bytes: AsyncIterable<Buffer>,
): Promise<{ bytes: number; sha256: string }> => {
  const hash = createHash('sha256')
  let size = 0
  await using file = await open(path, 'wx', 0o600)
  for await (const chunk of bytes) {
    hash.update(chunk)
    size += chunk.length
    await file.writeFile(chunk)
  }
  await file.sync()
  return { bytes: size, sha256: hash.digest('hex') }
}

/** The size and digest that a card would have. */
export const measureCard = async (
  bytes: AsyncIterable<Buffer>,
): Promise<{ bytes: number; sha256: string }> => {
  const hash = createHash('sha256')
  let size = 0
  for await (const chunk of bytes) {
    hash.update(chunk)
    size += chunk.length
  }
  return { bytes: size, sha256: hash.digest('hex') }
}
