import { rmSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { ArchiveEntry } from './archive-entry.ts'
import { type Account, Asked, type Budget } from './budget.ts'
import { decompress, readFile } from './decompress.ts'
import { entryName } from './entry-name.ts'
import {
  type ArchiveFormat,
  formatOfFile,
  headBytes,
  isTarHeader,
  looksPacked,
  unpackedName,
} from './format.ts'
import { linkRefusal } from './link-target.ts'
import type { Refusals } from './refusals.ts'
import type { Stage } from './stage.ts'
import { tarEntries } from './tar-entries.ts'
import { zipEntries } from './zip-entries.ts'

export interface Extraction {
  stage: Stage
  budget: Budget
  refusals: Refusals
  platform: NodeJS.Platform
  /** Called with each entry that arrived. */
  arrived(entry: string, bytes: number): void
  /** Called with the bytes of an attachment that were read. */
  read(bytes: number): void
}

export interface Archive {
  /** Where its bytes lie. */
  file: string
  /** How it is named to the user: the attachment, with the archives on the way to it. */
  title: string
  name: string
  /** The folder it unpacks into, as parts below the stage. */
  folder: readonly string[]
  /** Archives around it. */
  depth: number
  modifiedAt: number
  parent: Account | undefined
}

interface Nested {
  path: string
  parts: readonly string[]
  entry: string
  modifiedAt: number
  executable: boolean
}

interface Link {
  path: string
  parts: readonly string[]
  entry: string
  target: string
}

/** What an archive leaves to be done when all its plain files are there. */
interface Later {
  nested: Nested[]
  links: Link[]
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** Errors that concern the whole act and not one entry: the disk, the caller, git, and what has to be asked. */
const isFatal = (error: unknown): boolean =>
  error instanceof Asked ||
  (error instanceof Error &&
    ((error.name !== 'Damaged' &&
      'code' in error &&
      /^(ENOSPC|EDQUOT|EIO|EROFS|EMFILE|EACCES|cancelled|internal|no-git|busy|disk-full|vanished)$/.test(
        String(error.code),
      )) ||
      error.name === 'AbortError'))

/**
 * Unpacks one archive, and the archives in it, into the stage. Entries that are hostile or damaged are refused by name
 * and the others arrive. Returns false where the file is no archive, or none that could be read to its end. Throws `Asked`.
 */
export const extract = async (x: Extraction, archive: Archive): Promise<boolean> => {
  const format = await formatOfFile(archive.file)
  if (format === undefined) return false
  if (format === '7z' || format === 'rar') {
    x.refusals.add(
      archive.title,
      `A ${format} archive cannot be read here. Unpack it with ${format === '7z' ? '7-Zip' : 'unrar'} and attach what is in it.`,
    )
    return false
  }
  if (!x.budget.enter(archive.title, archive.depth)) {
    x.refusals.add(archive.title, 'It lies too deep in other archives and was left packed.')
    return false
  }
  const account = x.budget.account(archive.title, statSync(archive.file).size, archive.parent)
  const later: Later = { nested: [], links: [] }
  let whole = true
  try {
    if (format === 'zip')
      await takeAll(x, archive, { entries: zipEntries(archive.file), account, later, counted: false })
    else await takeStream(x, archive, { format, account, later })
  } catch (error) {
    if (isFatal(error)) throw error
    whole = false
    x.refusals.add(
      archive.title,
      `The archive is damaged, and what came after this is lost: ${messageOf(error)}.`,
    )
  }
  for (const nested of later.nested) await takeNested(x, archive, { nested, account })
  for (const link of later.links) await takeLink(x, link)
  return whole
}

interface Reading {
  account: Account
  later: Later
}

const takeStream = async (
  x: Extraction,
  archive: Archive,
  { format, account, later }: Reading & { format: Exclude<ArchiveFormat, 'zip' | '7z' | 'rar'> },
) => {
  const raw = readFile(archive.file, archive.depth === 0 ? x.read : () => undefined)
  if (format === 'tar')
    return takeAll(x, archive, {
      entries: tarEntries(counted(x, raw, account)),
      account,
      later,
      counted: true,
    })
  const { head, all } = await peek(counted(x, decompress(format, raw), account))
  if (isTarHeader(head))
    return takeAll(x, archive, { entries: tarEntries(all), account, later, counted: true })
  await takeSingle(x, archive, { bytes: all, account, later })
}

async function* counted(x: Extraction, source: AsyncIterable<Buffer>, account: Account) {
  for await (const chunk of source) {
    x.budget.take(chunk.length, account)
    yield chunk
  }
}

/** The first block of a stream, and the stream with it. */
const peek = async (source: AsyncGenerator<Buffer, void, undefined>) => {
  const chunks: Buffer[] = []
  let failed: { error: unknown } | undefined
  for (let size = 0; size < headBytes; ) {
    const next = await source.next().catch((error: unknown) => {
      failed = { error }
      return { done: true as const, value: undefined }
    })
    if (next.done) break
    chunks.push(next.value)
    size += next.value.length
  }
  async function* all() {
    yield* chunks
    if (failed) throw failed.error
    yield* source
  }
  return { head: Buffer.concat(chunks).subarray(0, headBytes), all: all() }
}

/** A compressed file that is no tar: it becomes the file itself. */
const takeSingle = async (
  x: Extraction,
  archive: Archive,
  { bytes, account, later }: Reading & { bytes: AsyncIterable<Buffer> },
) => {
  x.budget.entry(account)
  const named = entryName(unpackedName(archive.name), { backslashParts: true, platform: x.platform })
  const parts = [...archive.folder.slice(0, -1), ...('parts' in named ? named.parts : ['file'])]
  await takeFile(x, {
    entry: `${archive.title}/${parts.at(-1)}`,
    parts,
    file: { executable: false, modifiedAt: archive.modifiedAt },
    bytes,
    take: () => undefined,
    later,
    keepsPart: true,
  })
}

const takeAll = async (
  x: Extraction,
  archive: Archive,
  reading: Reading & {
    entries: AsyncIterable<ArchiveEntry>
    /** Whether the bytes were counted before they became entries. */
    counted: boolean
  },
) => {
  const { account, entries } = reading
  for await (const entry of entries) {
    x.budget.entry(account)
    const title = `${archive.title}/${entry.name}`
    try {
      await takeEntry(x, archive, { ...reading, entry, title })
    } catch (error) {
      if (isFatal(error)) throw error
      x.refusals.add(title, `It is damaged or ends too early, and was left out: ${messageOf(error)}.`)
    }
  }
}

const takeEntry = async (
  x: Extraction,
  archive: Archive,
  {
    entry,
    title,
    account,
    later,
    counted: isCounted,
  }: Reading & { entry: ArchiveEntry; title: string; counted: boolean },
) => {
  // A zip is the one that is not read as a stream; those of Windows part folders with backslashes.
  const rules = { backslashParts: !isCounted, platform: x.platform }
  const named = entryName(entry.name, rules)
  if ('refused' in named) return x.refusals.add(title, named.refused)
  const own = named.parts
  if (own.length === 0 && entry.kind === 'folder') return
  if (entry.refused) return x.refusals.add(title, entry.refused)
  if (own.length === 0) return x.refusals.add(title, 'It has no name.')
  if (entry.kind === 'other')
    return x.refusals.add(title, 'It is a device, a pipe or a socket, which no file can be.')
  if (named.note) x.refusals.add(title, named.note)
  const parts = [...archive.folder, ...own]
  if (entry.kind === 'folder') return tellRenamed(x, title, x.stage.names.folder(parts))
  const take = isCounted ? () => undefined : (amount: number) => x.budget.take(amount, account)
  if (entry.kind === 'hard-link') return takeHardLink(x, archive, { entry, title, parts, account })
  if (entry.kind === 'link') return holdLink(x, { entry, title, parts, own, later })
  return takeFile(x, { entry: title, parts, file: entry, bytes: entry.bytes(), take, later })
}

const tellRenamed = (x: Extraction, entry: string, claim: { path: string; renamed: boolean }) => {
  if (claim.renamed)
    x.refusals.add(entry, `Its name was taken, perhaps in other letter case; it is now ${claim.path}.`)
}

const takeFile = async (
  x: Extraction,
  file: {
    entry: string
    parts: readonly string[]
    file: { executable: boolean; modifiedAt: number }
    bytes: AsyncIterable<Buffer>
    take(amount: number): void
    later: Later
    /** Whether the first part of a damaged file is worth keeping. */
    keepsPart?: boolean
  },
) => {
  const { executable, modifiedAt } = file.file
  const claim = x.stage.names.file(file.parts)
  const target = { path: claim.path, executable, modifiedAt }
  const written = await x.stage.write(target, file.bytes, file.take)
  const { size, failed } = written
  const lost = failed !== undefined && (size === 0 || !file.keepsPart || isFatal(failed))
  if (lost) {
    x.stage.remove(claim.path)
    throw failed
  }
  if (failed)
    x.refusals.add(file.entry, `It is damaged; what could be read of it is there: ${messageOf(failed)}.`)
  tellRenamed(x, file.entry, claim)
  if (looksPacked(claim.path)) {
    file.later.nested.push({ path: claim.path, parts: file.parts, entry: file.entry, modifiedAt, executable })
    return
  }
  await x.stage.commit(target, written)
  x.arrived(file.entry, size)
}

const takeHardLink = async (
  x: Extraction,
  archive: Archive,
  {
    entry,
    title,
    parts,
    account,
  }: { entry: ArchiveEntry; title: string; parts: readonly string[]; account: Account },
) => {
  const target = entryName(entry.target, { backslashParts: false, platform: x.platform })
  const from = 'parts' in target ? x.stage.names.find([...archive.folder, ...target.parts]) : undefined
  const size = from === undefined ? undefined : x.stage.size(from)
  if (from === undefined || size === undefined)
    return x.refusals.add(title, 'It is a second name for a file that is not in the archive.')
  x.budget.take(size, account)
  const claim = x.stage.names.file(parts)
  x.stage.copy(from, claim.path)
  tellRenamed(x, title, claim)
  await x.stage.commit({ path: claim.path, executable: entry.executable }, { size })
  x.arrived(title, size)
}

const holdLink = (
  x: Extraction,
  {
    entry,
    title,
    parts,
    own,
    later,
  }: { entry: ArchiveEntry; title: string; parts: readonly string[]; own: readonly string[]; later: Later },
) => {
  const refused = linkRefusal(own.at(-1) ?? '', entry.target, own.length - 1)
  if (refused) return x.refusals.add(title, refused)
  const claim = x.stage.names.file(parts)
  tellRenamed(x, title, claim)
  later.links.push({ path: claim.path, parts, entry: title, target: entry.target })
}

const takeLink = async (x: Extraction, { path, entry, target }: Link) => {
  try {
    await x.stage.link(path, target)
    x.arrived(entry, 0)
  } catch (error) {
    if (isFatal(error)) throw error
    x.refusals.add(entry, `This system makes no such link: ${messageOf(error)}.`)
  }
}

/** An archive in an archive: it is replaced by what is in it, and stays a file where it is not read to its end. */
const takeNested = async (
  x: Extraction,
  archive: Archive,
  { nested, account }: { nested: Nested; account: Account },
) => {
  const file = join(x.stage.root, nested.path)
  const name = basename(nested.path)
  const folder = [...nested.parts.slice(0, -1), unpackedName(name)]
  const depth = archive.depth + 1
  const inner: Archive = {
    file,
    title: nested.entry,
    name,
    folder,
    depth,
    modifiedAt: nested.modifiedAt,
    parent: account,
  }
  if (await extract(x, inner)) return rmSync(file, { force: true })
  const size = statSync(file).size
  await x.stage.commit(nested, { size })
  x.arrived(nested.entry, size)
}
