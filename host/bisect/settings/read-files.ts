import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join, posix, relative, sep } from 'node:path'
import { BenchError } from '../../../shared/contract/error.ts'
import type { SettingsPlan } from './configurations.ts'

/** Bytes of all files of a configuration; one larger than this is data. */
const bytesAtMost = 8 * 1024 * 1024
const filesAtMost = 2000

/** The folder of a workspace that is its environment. */
const environmentFolder = 'environment'

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The texts of a file, or of a folder by their paths in it. Throws `vanished`, `too-large`, `invalid`. */
const readConfiguration = async (path: string, named: string): Promise<Map<string, string> | string> => {
  const found = await stat(path).catch(() => undefined)
  if (!found) throw new BenchError('vanished', `There is no ${named}. Name a file or a folder of settings.`)
  if (found.isFile()) return textOf(path, named)
  if (!found.isDirectory()) throw new BenchError('invalid', `${named} is no file and no folder.`)
  const texts = new Map<string, string>()
  let bytes = 0
  for (const entry of await readdir(path, { withFileTypes: true, recursive: true })) {
    const file = join(entry.parentPath, entry.name)
    const inside = relative(path, file).replaceAll(sep, '/')
    // Links are not followed: they may lead anywhere.
    if (!entry.isFile() || /(^|\/)\.git(\/|$)/.test(inside)) continue
    const text = await textOf(file, `${named}/${inside}`)
    bytes += text.length
    if (bytes > bytesAtMost || texts.size >= filesAtMost) throw tooLarge(named)
    texts.set(inside, text)
  }
  return texts
}

const tooLarge = (named: string) =>
  new BenchError('too-large', `${named} is too large for a configuration. Name only the files with settings.`)

const textOf = async (path: string, named: string): Promise<string> => {
  if ((await stat(path)).size > bytesAtMost) throw tooLarge(named)
  try {
    return decoder.decode(await readFile(path))
  } catch {
    throw new BenchError('invalid', `${named} is not text in UTF-8. Leave it out of what is compared.`)
  }
}

export interface Sides {
  /** The workspace. */
  root: string
  /** As they were named: inside the workspace, or absolute. */
  works: string
  fails: string
  /** Where the settings belong in the workspace; empty to find that out. */
  into: string
}

/** Both sides of all files that differ, and where in the workspace they belong. */
export const readSides = async ({
  root,
  works,
  fails,
  into,
}: Sides): Promise<Pick<SettingsPlan, 'files' | 'target'>> => {
  const absolute = (path: string) =>
    path.startsWith('/') || /^[A-Za-z]:/.test(path) ? path : join(root, path)
  const [a, b] = [
    await readConfiguration(absolute(works), works),
    await readConfiguration(absolute(fails), fails),
  ]
  if (typeof a !== typeof b)
    throw new BenchError('invalid', 'One of the two is a file and the other a folder. Name two of a kind.')
  const target = posix.normalize(into || (await targetOf(root, { works, fails }, typeof a === 'string')))
  const all =
    typeof a === 'string' || typeof b === 'string'
      ? [{ path: target, works: a as string, fails: b as string }]
      : [...new Set([...a.keys(), ...b.keys()])].toSorted().map((name) => ({
          path: posix.join(target, name),
          works: a.get(name) ?? null,
          fails: b.get(name) ?? null,
        }))
  const files = all.filter((one) => one.works !== one.fails)
  if (files.length === 0)
    throw new BenchError('invalid', `${works} and ${fails} are the same. There is nothing to find.`)
  return { files, target }
}

/** Of the two the one that lies in the environment; else the one file there of that name; else what works, by its name. */
const targetOf = async (
  root: string,
  { works, fails }: { works: string; fails: string },
  isFile: boolean,
): Promise<string> => {
  const inside = (path: string) => {
    const place = path.startsWith(`${root}${sep}`) ? relative(root, path).replaceAll(sep, '/') : path
    return place === environmentFolder || place.startsWith(`${environmentFolder}/`) ? place : undefined
  }
  const own = inside(works) ?? inside(fails)
  if (own !== undefined) return own
  const folder = join(root, environmentFolder)
  if (!(await stat(folder).catch(() => undefined))?.isDirectory()) return basename(works)
  if (!isFile) return environmentFolder
  const names = new Set([basename(works), basename(fails)])
  const found = (await readdir(folder, { withFileTypes: true, recursive: true }))
    .filter((entry) => entry.isFile() && names.has(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
  const [only, ...more] = found
  if (only !== undefined && more.length === 0) return only
  const which = found.length === 0 ? 'No file' : 'More than one file'
  throw new BenchError(
    'invalid',
    `${which} of the environment is called ${[...names].join(' or ')}. Say which file of the environment it stands for.`,
    { option: 'into' },
  )
}
