import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export type Part = 'renderer' | 'programs'

// What each part of dist/ is made from. A lockfile stands for the packages that are bundled.
const SOURCES: Record<Part, readonly string[]> = {
  renderer: ['renderer', 'shared', 'build/bundle', 'package-lock.json'],
  programs: ['host', 'central', 'electron', 'shared', 'build/bundle', 'package-lock.json'],
}

const files = (root: string, path: string): string[] => {
  if (!existsSync(join(root, path))) return []
  if (!path.includes('.')) {
    return readdirSync(join(root, path), { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .toSorted()
  }
  return [join(root, path)]
}

/** One hash over the names and bytes of all sources of a part: a branch switch or a deletion counts, a touch does not. */
const fingerprint = (root: string, part: Part): string => {
  const hash = createHash('sha256')
  for (const file of SOURCES[part].flatMap((path) => files(root, path))) {
    const bytes = readFileSync(file)
    hash.update(`${file.slice(root.length)}\0${bytes.length}\0`).update(bytes)
  }
  return hash.digest('hex')
}

const stampOf = (root: string, part: Part): string => join(root, 'dist/.built', part)

/** Whether dist/ holds this part as its sources stand now. */
export const isFresh = (root: string, part: Part): boolean => {
  const stamp = stampOf(root, part)
  const built = part === 'renderer' ? 'dist/renderer/index.html' : 'dist/host'
  return (
    existsSync(join(root, built)) &&
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === fingerprint(root, part)
  )
}

/** Builds a part and remembers the sources it was made from, as they were when the build began. */
export const stamped = async (root: string, part: Part, build: () => Promise<void>): Promise<void> => {
  const made = fingerprint(root, part)
  await build()
  const stamp = stampOf(root, part)
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, made)
}
