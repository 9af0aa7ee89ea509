import { chmod, link, lstat, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { v4 as uuid } from 'uuid'
import { codeOf, openError, placeToChange } from '../../workspace/place.ts'
import type { ProposedFile } from './render.ts'

export interface WrittenProposal {
  /** Paths of the workspace that were made. */
  written: string[]
  /** What stood there with these very bytes. */
  same: string[]
  /** What stood there with others: it was left as it is, and the proposal lies beside it. */
  beside: { path: string; proposed: string }[]
}

/** `environment/compose.yaml` is `environment/compose.proposed.yaml`, so that an editor knows it for what it is. */
const besideOf = (path: string): string =>
  path.endsWith('/.env') ? `${path}.proposed` : path.replace(/(\.[^./]+)?$/, '.proposed$1')

/** Containers run as other users, who have to read what is mounted. */
const readable = { folder: 0o755, file: 0o644 }

const makeFolders = async (root: string, path: string): Promise<void> => {
  if (path === '.') return
  await makeFolders(root, dirname(path))
  const { absolute } = await placeToChange(root, path)
  try {
    await mkdir(absolute, { mode: readable.folder })
    await chmod(absolute, readable.folder)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST' || !(await lstat(absolute)).isDirectory()) throw openError(path, error)
  }
}

/** Whole or not at all, and with `over` in the place of what is there; false where something is and may not go. */
const put = async (root: string, { path, text }: ProposedFile, over: boolean): Promise<boolean> => {
  const place = await placeToChange(root, path)
  const temporary = join(place.folder, `.${place.name}.${uuid().slice(0, 8)}.tmp`)
  try {
    await writeFile(temporary, text, { flag: 'wx', mode: readable.file, flush: true })
    await chmod(temporary, readable.file)
    if (over) await rename(temporary, place.absolute)
    else await link(temporary, place.absolute)
    return true
  } catch (error) {
    if (!over && codeOf(error) === 'EEXIST') return false
    throw openError(path, error)
  } finally {
    await rm(temporary, { force: true })
  }
}

const isSame = async (root: string, { path, text }: ProposedFile): Promise<boolean> => {
  const { absolute } = await placeToChange(root, path)
  const stats = await lstat(absolute)
  return (
    stats.isFile() && stats.size === Buffer.byteLength(text) && (await readFile(absolute, 'utf8')) === text
  )
}

/**
 * Writes a proposal into a workspace. Nothing that is there is changed: what differs is written beside it. Throws `refused`
 * where a folder on the way leads out of the workspace, `disk-full`, `locked`, `read-only`.
 */
export const writeProposal = async (
  root: string,
  files: readonly ProposedFile[],
): Promise<WrittenProposal> => {
  const outcome: WrittenProposal = { written: [], same: [], beside: [] }
  for (const file of files) {
    await makeFolders(root, dirname(file.path))
    if (await put(root, file, false)) outcome.written.push(file.path)
    else if (await isSame(root, file)) outcome.same.push(file.path)
    else {
      const proposed = besideOf(file.path)
      await put(root, { path: proposed, text: file.text }, true)
      outcome.beside.push({ path: file.path, proposed })
    }
  }
  return outcome
}
