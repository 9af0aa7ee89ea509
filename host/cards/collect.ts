import { lstat, readFile } from 'node:fs/promises'
import { posix } from 'node:path'
import { BenchError } from '../../shared/contract/error.ts'
import { filesIn } from '../snapshots/files.ts'
import { openInside } from '../workspace/place.ts'

/** A file of the workspace that goes into a card. */
export interface Collected {
  path: string
  bytes: Buffer
  executable: boolean
}

/** What a card takes of a workspace: configuration, scripts, and small data. */
const limits = { files: 2000, fileBytes: 64 * 1024 * 1024, bytes: 256 * 1024 * 1024, scripts: 50 }

const script = /\.(sh|bash|py|js|mjs|ts|rb|pl|yaml|yml)$/i

/** Words of a script that could be paths. */
const wordsOf = (text: string): Set<string> =>
  new Set(text.match(/[\w+.~-][\w@+.~-]*(?:\/[\w@+.-]+)+|[\w+-][\w@+-]*\.[\w.-]+/g) ?? [])

const belongsToGit = (path: string) => path.split('/').some((part) => part.toLowerCase().startsWith('.git'))

/** What was taken so far, within the limits of a card. */
const collection = (root: string) => {
  const found = new Map<string, Collected>()
  const notes: string[] = []
  let bytes = 0
  return {
    found,
    notes,
    /** Null where it is taken already, or is no file that goes along. */
    async take(path: string): Promise<Collected | null> {
      const file = found.has(path) ? null : await readInside(root, path)
      if (file === 'large') notes.push(`${path} is larger than 64 MB and was left out.`)
      if (file === null || file === 'large') return null
      bytes += file.bytes.length
      if (found.size >= limits.files || bytes > limits.bytes)
        throw new BenchError(
          'too-large',
          'This environment has more than 2,000 files or 256 MB, more than a card takes. Nothing was written. Move data out of its folder.',
        )
      found.set(path, file)
      return file
    },
  }
}

/** A text in which files may be named, and where it stands. */
interface Script {
  text: string
  folder: string
}

const asScript = ({ path, bytes }: Collected): Script => ({
  text: bytes.toString('utf8'),
  folder: posix.dirname(path),
})

/**
 * The files of a card: the whole folder `environment`, `repro.sh`, and every file of the workspace that they, or scripts
 * that they name, name. What is left out for its size is said.
 */
export const collectFiles = async (
  root: string,
  command: string | null,
): Promise<{ files: Collected[]; notes: string[] }> => {
  const { found, notes, take } = collection(root)
  for (const { path, kind } of await filesIn(posix.join(root, 'environment'))) {
    if (kind === 'link') notes.push(`environment/${path} is a link and was left out.`)
    if (kind === 'file') await take(`environment/${path}`)
  }
  const waiting = [...found.values()].filter(({ path }) => script.test(path)).map(asScript)
  if (command !== null) waiting.push({ text: command, folder: '' })
  const repro = command === null ? await take('repro.sh') : null
  if (repro) waiting.push(asScript(repro))
  for (let read = 0; read < limits.scripts; read += 1) {
    const next = waiting.shift()
    if (!next) break
    for (const path of await namedIn(root, next)) {
      const taken = await take(path)
      if (taken && script.test(path)) waiting.push(asScript(taken))
    }
  }
  return { files: [...found.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1)), notes }
}

const namedIn = async (root: string, { text, folder }: Script): Promise<string[]> => {
  const all: string[] = []
  for (const word of wordsOf(text))
    for (const path of placesOf(word, folder)) all.push(...(await under(root, path)))
  return all
}

/** Where a word of a script may lead: seen from the workspace, and from the folder of the script. */
const placesOf = (word: string, folder: string): string[] => {
  const places = [posix.normalize(word), posix.normalize(posix.join(folder, word))]
  return [...new Set(places)].filter(
    (path) => !path.startsWith('..') && !path.startsWith('/') && path !== '.' && !belongsToGit(path),
  )
}

/** The files that a path means: itself, or what a small folder holds. */
const under = async (root: string, path: string): Promise<string[]> => {
  const stats = await lstat(posix.join(root, path)).catch(() => undefined)
  if (stats?.isFile()) return [path.replace(/\/$/, '')]
  if (!stats?.isDirectory()) return []
  const all = await filesIn(posix.join(root, path)).catch(() => [])
  return all
    .filter(({ kind, path: name }) => kind === 'file' && !belongsToGit(name))
    .map((one) => posix.join(path, one.path))
}

const readInside = async (root: string, path: string): Promise<Collected | 'large' | null> => {
  try {
    const { file, stats } = await openInside(root, path)
    await using handle = file
    if (stats.size > limits.fileBytes) return 'large'
    return { path, bytes: await readFile(handle), executable: (stats.mode & 0o111) !== 0 }
  } catch (error) {
    // Gone meanwhile, or a link that leads out.
    if (error instanceof BenchError) return null
    throw error
  }
}
