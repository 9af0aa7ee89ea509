import { cp, lstat, mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { BenchError } from '../../shared/contract/error.ts'
import { inside } from '../../shared/contract/workspaces.ts'
import { syncFolder, writeDurably } from '../files/durable.ts'
import { codeOf, openError, placeToChange } from '../workspace/place.ts'
import { moveTo, placeOfNew } from './change.ts'

/** Milliseconds that something stays in the trash of a workspace. */
export const keptInTrash = 30 * 24 * 3600 * 1000

const manifest = z.object({ at: z.int(), paths: z.array(inside).max(1000) })

/** The trash of a case's workspace: beside the workspaces, so that git never sees it. */
export const trashFolder = (dataDir: string, caseId: string): string => join(dataDir, 'trash', caseId)

export interface TrashOptions {
  root: string
  /** Where this workspace's trash lies. */
  folder: string
  now: number
  newId(): string
}

/**
 * Puts files and folders aside, each under its number, with a list of what they were. What another one of them holds
 * goes with it. Throws `vanished` before anything is moved.
 */
export const trash = async (options: TrashOptions, paths: readonly string[]): Promise<string> => {
  const { root, folder, now, newId } = options
  const whole = outermost(paths)
  const places = []
  for (const path of whole) {
    const place = await placeToChange(root, path)
    const stats = await lstat(place.absolute).catch((error: unknown) => {
      throw openError(path, error)
    })
    places.push({ path, stats, ...place })
  }
  await forgetOld(folder, now)
  const trashId = newId()
  const target = join(folder, trashId)
  await mkdir(target, { recursive: true, mode: 0o700 })
  await writeDurably(join(target, 'list.json'), JSON.stringify({ at: now, paths: whole }), {
    mode: 0o600,
    id: newId(),
  })
  for (const [at, { path, absolute, stats }] of places.entries()) {
    await carry({ source: absolute, target: join(target, String(at)), stats }).catch((error: unknown) => {
      throw openError(path, error)
    })
  }
  await syncFolder(target)
  for (const parent of new Set(places.map((place) => place.folder))) await syncFolder(parent)
  return trashId
}

/** Moves, also onto another disk, where the copy is whole before the original goes. */
const carry = async (way: Parameters<typeof moveTo>[0]): Promise<void> => {
  try {
    await moveTo(way)
  } catch (error) {
    if (codeOf(error) !== 'EXDEV') throw error
    await cp(way.source, way.target, {
      recursive: true,
      verbatimSymlinks: true,
      preserveTimestamps: true,
      errorOnExist: true,
      force: false,
    })
    await rm(way.source, { recursive: true, force: true })
  }
}

const outermost = (paths: readonly string[]): string[] => {
  const all = [...new Set(paths.map((path) => path.replace(/\/+$/, '')))].sort()
  const kept: string[] = []
  for (const path of all) if (!kept.some((outer) => path.startsWith(`${outer}/`))) kept.push(path)
  return kept
}

/** Puts back what was thrown away together. Throws `exists` before anything is moved, `not-found` where it is gone. */
export const restore = async (options: TrashOptions, trashId: string): Promise<string[]> => {
  const { root, folder } = options
  const source = join(folder, trashId)
  const list = await readList(source)
  if (!list) throw new BenchError('not-found', 'This is not in the trash any more. Nothing was changed.')
  const waiting = []
  for (const [at, path] of list.paths.entries()) {
    const stats = await lstat(join(source, String(at))).catch(() => undefined)
    if (!stats) continue
    waiting.push({ path, source: join(source, String(at)), stats })
    if (await stands(root, path))
      throw new BenchError(
        'exists',
        `${path} is there again. Nothing was put back. Rename what is there now, then undo once more.`,
      )
  }
  for (const { path, ...one } of waiting) {
    const place = await placeOfNew(root, path)
    await carry({ ...one, target: place.absolute }).catch((error: unknown) => {
      throw openError(path, error)
    })
    await syncFolder(place.folder)
  }
  await rm(source, { recursive: true, force: true })
  return waiting.map(({ path }) => path)
}

const stands = async (root: string, path: string): Promise<boolean> => {
  try {
    const { absolute } = await placeToChange(root, path)
    return (await lstat(absolute).catch(() => undefined)) !== undefined
  } catch (error) {
    // Its folder went too, and is made again.
    if (codeOf(error) === 'vanished') return false
    throw error
  }
}

const readList = async (folder: string): Promise<z.output<typeof manifest> | undefined> => {
  try {
    return manifest.parse(JSON.parse(await readFile(join(folder, 'list.json'), 'utf8')))
  } catch {
    // Not there, or none of ours.
    return undefined
  }
}

/** Removes what has been in a trash for longer than it is kept. */
const forgetOld = async (folder: string, now: number): Promise<void> => {
  for (const name of await readdir(folder).catch(() => [])) {
    const list = await readList(join(folder, name))
    if (list && now - list.at > keptInTrash) await rm(join(folder, name), { recursive: true, force: true })
  }
}
