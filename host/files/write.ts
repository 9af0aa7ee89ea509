import { access, constants, lstat, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { BenchError } from '../../shared/contract/error.ts'
import type { TextForm } from '../../shared/contract/files.ts'
import { codeOf, followInside, openError, openInside, placeToChange, realRoot } from '../workspace/place.ts'
import { nameOf } from './detect.ts'
import { writeDurably } from './durable.ts'
import { decodeAs, encodeAs, needEncoding } from './form.ts'
import { editableBytes, hashVersion, statVersion } from './version.ts'

export interface WriteInput {
  path: string
  text: string
  form: TextForm
  base: string | null
  overwrite: boolean
}

interface Standing {
  absolute: string
  mode: number
  version: string
  /** Null where the file is too large to be read. */
  bytes: Buffer | null
}

/**
 * Writes a text as its form says, whole or not at all. Throws `changed` with the version found when the file is not at
 * `base`, `refused` for a damaged one, `unencodable`, `locked`, `vanished`.
 */
export const writeText = async (
  root: string,
  input: WriteInput,
  newId: () => string,
): Promise<{ version: string; bytes: number }> => {
  const place = await placeToChange(root, input.path)
  const standing = await readStanding(root, input.path, place.absolute)
  if (!input.overwrite) needBase(input, standing?.version ?? null)
  const bytes = encodeAs(
    input.text,
    input.form,
    standing?.bytes ? textBefore(standing.bytes, input.form) : undefined,
  )
  if (standing) await needWritable(input, standing)
  const scratch = await scratchOf(root, place.folder)
  await writeDurably(standing?.absolute ?? place.absolute, bytes, {
    ...(scratch ? { scratch } : {}),
    ...(standing ? { mode: standing.mode } : {}),
    fresh: standing === null && !input.overwrite,
    id: newId(),
  }).catch((error: unknown) => {
    if (codeOf(error) === 'EEXIST') throw changed(input.path, null)
    throw openError(input.path, error)
  })
  const version =
    bytes.length > editableBytes
      ? statVersion(await stat(standing?.absolute ?? place.absolute))
      : hashVersion(bytes)
  return { version, bytes: bytes.length }
}

/** Git's folder, so that what a killed host leaves half written is never seen as a file of the customer. */
const scratchOf = async (root: string, folder: string): Promise<string | undefined> => {
  const git = join(await realRoot(root), '.git')
  const [own, there] = await Promise.all([lstat(git).catch(() => undefined), lstat(folder)])
  return own?.isDirectory() && own.dev === there.dev ? git : undefined
}

const readStanding = async (root: string, path: string, absolute: string): Promise<Standing | null> => {
  if (!(await lstat(absolute).catch(() => undefined))) return null
  const real = await followInside(root, path)
  const { file, stats } = await openInside(root, path)
  await using _closing = file
  const known = { absolute: real, mode: stats.mode & 0o7777 }
  if (stats.size > editableBytes) return { ...known, version: statVersion(stats), bytes: null }
  const bytes = await file.readFile()
  return { ...known, version: hashVersion(bytes), bytes }
}

const changed = (path: string, version: string | null) =>
  new BenchError(
    'changed',
    version === null
      ? `${path} is not as it was when it was opened. Nothing was written. Look at what is there now, then save again.`
      : `${path} was changed by another program since it was opened. Nothing was written. Merge, reload, or overwrite it.`,
    { version },
  )

const needBase = ({ path, base }: WriteInput, version: string | null) => {
  if (base === version) return
  if (version === null)
    throw new BenchError(
      'changed',
      `${path} was deleted since it was opened. Nothing was written. Save again to put it back.`,
      { version },
    )
  throw changed(path, version)
}

const textBefore = (bytes: Buffer, form: TextForm): string | undefined =>
  form.lineEnding === 'mixed' ? decodeAs(bytes, needEncoding(form.encoding)).text : undefined

/** A rename would replace what its mode protects, and a text that lost bytes when it was read would lose them for good. */
const needWritable = async ({ path, text, form }: WriteInput, { absolute, bytes, mode }: Standing) => {
  if ((mode & 0o222) === 0)
    throw new BenchError(
      'locked',
      `${path} is read-only. Nothing was written. Change its permissions in a terminal first.`,
    )
  await access(absolute, constants.W_OK).catch((error: unknown) => {
    throw openError(path, error)
  })
  if (!bytes) return
  const encoding = needEncoding(form.encoding)
  if (!decodeAs(bytes, encoding).damaged) return
  if (text.includes('\ufffd') || nameOf(bytes) === encoding)
    throw new BenchError(
      'refused',
      `${path} holds bytes that are not ${encoding}; saving it would lose them. Nothing was written. Open it in another encoding.`,
    )
}
