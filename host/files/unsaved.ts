import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { BenchError } from '../../shared/contract/error.ts'
import { type Unsaved, unsaved } from '../../shared/contract/files.ts'
import { codeOf } from '../workspace/place.ts'
import { syncFolder, writeDurably } from './durable.ts'

/** Unsaved texts of a case at one time, each with one base; beyond it somebody's program runs wild. */
const textsAtMost = 500

export const unsavedFolder = (dataDir: string, caseId: string): string => join(dataDir, 'unsaved', caseId)

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex')
const fileOf = (path: string) => `${hashOf(path)}.json`

interface Base {
  path: string
  /** The version that the unsaved text was made from. */
  base: string
}

const basesOf = (path: string) => `${hashOf(path)}.`
const baseEnding = '.base'
const baseFileOf = ({ path, base }: Base) => `${basesOf(path)}${hashOf(base).slice(0, 16)}${baseEnding}`

interface Kept {
  unsaved: Unsaved
  /** The text of its base; kept already where it is not told. */
  baseText?: string | undefined
}

/** Keeps an unsaved text with what it was made from, durably when this answers. */
export const keepUnsaved = async (
  folder: string,
  { unsaved: text, baseText }: Kept,
  newId: () => string,
): Promise<void> => {
  if (!(await mkdir(folder, { recursive: true, mode: 0o700 }).then((made) => made === undefined)))
    await syncFolder(join(folder, '..'))
  const name = fileOf(text.path)
  const names = await kept(folder)
  if (names.length >= textsAtMost && !names.includes(name))
    throw new BenchError(
      'too-large',
      `${textsAtMost} files of this case have unsaved changes already. This text is not kept; save or give up some.`,
    )
  const { path, base } = text
  // The base first: the text never names one that is not there.
  if (base !== null && baseText !== undefined)
    await writeDurably(join(folder, baseFileOf({ path, base })), baseText, { mode: 0o600, id: newId() })
  await writeDurably(join(folder, name), JSON.stringify(text), { mode: 0o600, id: newId() })
  if (baseText !== undefined) await forgetBases(folder, text)
}

/** Removes the bases of a path but the one that its unsaved text is made from now. */
const forgetBases = async (folder: string, { path, base }: Pick<Unsaved, 'path' | 'base'>) => {
  const now = base === null ? undefined : baseFileOf({ path, base })
  for (const name of await readdir(folder))
    if (name.startsWith(basesOf(path)) && name.endsWith(baseEnding) && name !== now)
      await rm(join(folder, name), { force: true })
}

/** The text that an unsaved one was made from; null where it was not kept. */
export const readBase = (folder: string, of: Base): Promise<string | null> =>
  readFile(join(folder, baseFileOf(of)), 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  })

/** Forgets an unsaved text, durably; one that is not there is forgotten already. */
export const forgetUnsaved = async (folder: string, path: string): Promise<void> => {
  const file = join(folder, fileOf(path))
  const removed = await rm(file).then(
    () => true,
    (error: unknown) => {
      if (codeOf(error) === 'ENOENT') return false
      throw error
    },
  )
  if (!removed) return
  await forgetBases(folder, { path, base: null })
  await syncFolder(folder)
}

/** The unsaved texts of a case, the latest first. One that cannot be read is left where it is and passed over. */
export const listUnsaved = async (folder: string): Promise<Unsaved[]> => {
  const found: Unsaved[] = []
  for (const name of await kept(folder)) {
    const text = parsed(await readFile(join(folder, name), 'utf8').catch(() => ''))
    if (text) found.push(text)
  }
  return found.sort((a, b) => b.at - a.at)
}

const parsed = (json: string): Unsaved | undefined => {
  try {
    return unsaved.parse(JSON.parse(json))
  } catch {
    // Not one of ours, or of a later Casebench.
    return undefined
  }
}

const kept = async (folder: string): Promise<string[]> =>
  (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json'))
