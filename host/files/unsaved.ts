import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { BenchError } from '../../shared/contract/error.ts'
import { type Unsaved, unsaved } from '../../shared/contract/files.ts'
import { codeOf } from '../workspace/place.ts'
import { syncFolder, writeDurably } from './durable.ts'

/** Unsaved texts of a case at one time; beyond it somebody's program runs wild. */
const textsAtMost = 500

export const unsavedFolder = (dataDir: string, caseId: string): string => join(dataDir, 'unsaved', caseId)

const fileOf = (path: string) => `${createHash('sha256').update(path).digest('hex')}.json`

/** Keeps an unsaved text, durably when this answers. */
export const keepUnsaved = async (folder: string, text: Unsaved, newId: () => string): Promise<void> => {
  if (!(await mkdir(folder, { recursive: true, mode: 0o700 }).then((made) => made === undefined)))
    await syncFolder(join(folder, '..'))
  const name = fileOf(text.path)
  const names = await kept(folder)
  if (names.length >= textsAtMost && !names.includes(name))
    throw new BenchError(
      'too-large',
      `${textsAtMost} files of this case have unsaved changes already. This text is not kept; save or give up some.`,
    )
  await writeDurably(join(folder, name), JSON.stringify(text), { mode: 0o600, id: newId() })
}

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
  if (removed) await syncFolder(folder)
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
