import { type Dirent, lstatSync, readdirSync } from 'node:fs'
import { open, readdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Refusals } from './refusals.ts'

export interface Placing {
  /** Where the files lie that were unpacked. */
  staging: string
  workspace: string
  /** Whether the file at a path, with slashes, is still as the customer sent it before. */
  isUntouched(path: string): boolean
  refusals: Refusals
}

/**
 * Moves what was unpacked into the workspace: whole folders where there is none yet, else file by file. A file that
 * stands in the way and is not as the customer sent it stays as it is and is named; so is whatever is no plain folder
 * on the way. Returns the paths that were left out.
 */
export const placeAll = async (
  placing: Placing,
  path = '',
  left = new Set<string>(),
): Promise<Set<string>> => {
  for (const entry of await readdir(join(placing.staging, path), { withFileTypes: true })) {
    await placeOne(placing, { entry, path: path === '' ? entry.name : `${path}/${entry.name}`, left })
  }
  return left
}

const placeOne = async (
  placing: Placing,
  { entry, path, left }: { entry: Dirent; path: string; left: Set<string> },
) => {
  const from = join(placing.staging, path)
  const to = join(placing.workspace, path)
  const there = lstatSync(to, { throwIfNoEntry: false })
  if (!there) return rename(from, to)
  if (entry.isDirectory() && there.isDirectory()) {
    if (entry.name.toLowerCase() !== '.git') await placeAll(placing, path, left)
    return
  }
  if (entry.isDirectory() || there.isDirectory()) {
    leaveAll(placing, path, left)
    placing.refusals.add(path, 'A file and a folder have this name here and in the archive. Yours was kept.')
    return
  }
  if (placing.isUntouched(path)) return rename(from, to)
  if (entry.isFile() && there.isFile() && (await areEqual(from, to))) return
  left.add(path)
  placing.refusals.add(
    path,
    "You changed this file, so yours was kept. The new one is in the commit of the customer's state.",
  )
}

const leaveAll = (placing: Placing, path: string, left: Set<string>): void => {
  left.add(path)
  const from = join(placing.staging, path)
  if (!lstatSync(from).isDirectory()) return
  for (const name of readdirSync(from)) leaveAll(placing, `${path}/${name}`, left)
}

const pieceBytes = 1 << 20

const areEqual = async (one: string, other: string): Promise<boolean> => {
  if (lstatSync(one).size !== lstatSync(other).size) return false
  const files = await Promise.all([open(one), open(other)])
  try {
    const pieces = [Buffer.alloc(pieceBytes), Buffer.alloc(pieceBytes)] as const
    for (;;) {
      const first = await files[0].read(pieces[0], 0, pieceBytes)
      const second = await files[1].read(pieces[1], 0, pieceBytes)
      if (first.bytesRead !== second.bytesRead) return false
      if (first.bytesRead === 0) return true
      if (!pieces[0].subarray(0, first.bytesRead).equals(pieces[1].subarray(0, first.bytesRead))) return false
    }
  } finally {
    await Promise.all(files.map((file) => file.close()))
  }
}
