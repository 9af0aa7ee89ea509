import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { BenchError } from '../../shared/contract/error.ts'
import {
  type CardManifest,
  type CardMember,
  cardLimits,
  cardManifest,
} from '../../shared/domain/stack/card.ts'
import { tarFiles } from '../vault/tar-files.ts'
import { isGitFile } from '../workspace/unpack/entry-name.ts'

/** A card whose every part was checked; its members lie in a folder of ours under names of ours. */
export interface OpenCard {
  manifest: CardManifest
  bytes: number
  sha256: string
  /** Where a member lies. */
  fileOf(path: string): string
}

const refused = (reason: string) =>
  new BenchError('refused', `${reason} The card was not used, and nothing of it was kept. Ask for it again.`)

const damaged = (why: string) => refused(`It is damaged (${why}).`)

const folders = ['workspace/', 'evidence/', 'volumes/']

/** Whether a member's name is one that every disk takes and that leads nowhere else. */
const isSafe = (path: string): boolean => {
  const parts = path.split('/')
  return (
    folders.some((folder) => path.startsWith(folder)) &&
    parts.every(
      (part) =>
        part !== '' &&
        part !== '.' &&
        part !== '..' &&
        Buffer.byteLength(part) <= 200 &&
        !/[\p{Cc}\\:*?"<>|\u2028\u2029\ufeff]|[. ]$/u.test(part) &&
        !isGitFile(part),
    )
  )
}

/** Checks what a card says of itself. Throws `refused`. */
const readManifest = (bytes: Buffer): CardManifest => {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw refused('Its card.json is not JSON.')
  }
  const read = cardManifest.safeParse(value)
  if (!read.success) {
    const version =
      typeof value === 'object' && value !== null && 'casebenchCard' in value ? value.casebenchCard : null
    if (typeof version === 'number' && version > 1)
      throw new BenchError(
        'refused',
        'This card was made by a newer Casebench. Nothing was changed. Update Casebench to open it.',
      )
    throw refused(`Its card.json is not as the format says (${read.error.issues[0]?.path.join('.') ?? ''}).`)
  }
  checkNames(read.data)
  if (read.data.members.reduce((sum, { bytes }) => sum + bytes, 0) > cardLimits.bytes)
    throw refused('It is larger than a card may be.')
  return read.data
}

/** Disks of Windows and macOS take two names for one that differ in case or in how an accent is written. */
const asDisksDo = (path: string): string => path.normalize('NFC').toLowerCase()

const checkNames = ({ members, volumes }: CardManifest): void => {
  const seen = new Set<string>()
  for (const { path } of members) {
    if (!isSafe(path)) throw refused(`It has a file with a name that could do harm (${path.slice(0, 100)}).`)
    if (seen.has(asDisksDo(path))) throw refused(`It has ${path.slice(0, 100)} twice.`)
    seen.add(asDisksDo(path))
  }
  for (const { path } of members)
    for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1))
      if (seen.has(asDisksDo(path.slice(0, at))))
        throw refused(`${path.slice(0, at)} is a file and a folder.`)
  for (const { member } of volumes)
    if (!seen.has(asDisksDo(member))) throw refused('It misses the data that it names.')
}

/**
 * Opens a card as the work of a stranger: only plain files, in the order and of the sizes that its list says, each with
 * its digest, nothing beside them. Throws `refused`, `vanished`.
 */
export const openCard = async (path: string, folder: string, signal: AbortSignal): Promise<OpenCard> => {
  const found = await stat(path).catch(() => undefined)
  if (!found?.isFile()) throw new BenchError('vanished', `There is no card ${path}. Nothing was changed.`)
  if (found.size > cardLimits.bytes + cardLimits.manifestBytes + (cardLimits.members + 2) * 2048)
    throw refused('It is larger than a card may be.')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const hash = createHash('sha256')
  let bytes = 0
  async function* hashed() {
    for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024, signal })) {
      hash.update(chunk as Buffer)
      bytes += (chunk as Buffer).length
      yield chunk as Buffer
    }
  }
  const places = new Map<string, string>()
  let manifest: CardManifest | undefined
  for await (const { header, content } of tarFiles(hashed(), { signal, damaged })) {
    if (header.type !== 'file') throw refused(`${header.name.slice(0, 100)} is not a plain file.`)
    if (manifest === undefined) {
      if (header.name !== 'card.json') throw refused('It is no repro card: it does not begin with card.json.')
      manifest = readManifest(await small(content))
      continue
    }
    const member = manifest.members[places.size]
    if (member?.path !== header.name)
      throw refused(`${header.name.slice(0, 100)} is not where its list has it.`)
    places.set(member.path, await takeMember(member, content, folder))
  }
  if (manifest === undefined) throw refused('It is no repro card.')
  if (places.size !== manifest.members.length) throw refused('A part of it is missing.')
  const fileOf = (member: string): string => {
    const place = places.get(member)
    if (place === undefined) throw refused(`It has no ${member.slice(0, 100)}.`)
    return place
  }
  return { manifest, bytes, sha256: hash.digest('hex'), fileOf }
}

const small = async (content: AsyncIterable<Buffer>): Promise<Buffer> => {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of content) {
    bytes += chunk.length
    if (bytes > cardLimits.manifestBytes) throw refused('Its card.json is too large.')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const takeMember = async (
  member: CardMember,
  content: AsyncIterable<Buffer>,
  folder: string,
): Promise<string> => {
  const place = join(folder, randomUUID())
  const hash = createHash('sha256')
  let bytes = 0
  await using file = await open(place, 'wx', 0o600)
  for await (const chunk of content) {
    bytes += chunk.length
    if (bytes > member.bytes) break
    hash.update(chunk)
    await file.writeFile(chunk)
  }
  if (bytes !== member.bytes || hash.digest('hex') !== member.sha256)
    throw refused(`${member.path.slice(0, 100)} is not what its digest says.`)
  return place
}
