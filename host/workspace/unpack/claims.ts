import { join } from 'node:path'

/** A short number for a path as a file system without letter case sees it (cyrb53, public domain, by bryc). */
const folded = (path: string): number => {
  const text = path.normalize('NFC').toLowerCase().normalize('NFC')
  let high = 0xdeadbeef
  let low = 0x41c6ce57
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    high = Math.imul(high ^ unit, 2654435761)
    low = Math.imul(low ^ unit, 1597334677)
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909)
  return 4294967296 * (2097151 & low) + (high >>> 0)
}

const numbered = (name: string, number: number): string => {
  const dot = name.indexOf('.', 1)
  return dot < 0 ? `${name}-${number}` : `${name.slice(0, dot)}-${number}${name.slice(dot)}`
}

export interface Claim {
  /** The path, relative, with the system's separators. */
  path: string
  /** Whether it had to be given another name than it asked for. */
  renamed: boolean
}

/**
 * Who has which path below a folder, so that no two entries share one even where letter case does not count. A path is
 * kept as a number: two that are equal by chance only give the second another name. `makeFolder` is called once for
 * each folder, parents first.
 */
export const claims = (makeFolder: (path: string) => void) => {
  const taken = new Set<number>()
  const numbers = new Map<number, number>()
  const folders = new Map<string, string>([['', '']])

  const free = (parent: string, name: string): Claim => {
    const wanted = join(parent, name)
    const key = folded(wanted)
    if (!taken.has(key)) {
      taken.add(key)
      return { path: wanted, renamed: false }
    }
    for (let number = (numbers.get(key) ?? 1) + 1; ; number += 1) {
      const path = join(parent, numbered(name, number))
      if (taken.has(folded(path))) continue
      numbers.set(key, number)
      taken.add(folded(path))
      return { path, renamed: true }
    }
  }
  const folder = (parts: readonly string[]): Claim => {
    let path = ''
    for (const part of parts) {
      // Separators cannot be in a part, so this key stands for one folder as it was spelled.
      const key = `${path}/${part}`
      let known = folders.get(key)
      if (known === undefined) {
        known = free(path, part).path
        folders.set(key, known)
        makeFolder(known)
      }
      path = known
    }
    return { path, renamed: path !== join(...parts, '.') && parts.length > 0 }
  }
  return {
    folder,
    file(parts: readonly string[]): Claim {
      const parent = folder(parts.slice(0, -1))
      const claim = free(parent.path, parts.at(-1) ?? '')
      return { path: claim.path, renamed: claim.renamed || parent.renamed }
    },
    /** Where an entry of that name would have gone, for links to it. */
    find(parts: readonly string[]): string | undefined {
      let path = ''
      for (const part of parts.slice(0, -1)) {
        const known = folders.get(`${path}/${part}`)
        if (known === undefined) return undefined
        path = known
      }
      return join(path, parts.at(-1) ?? '')
    },
  }
}

export type Claims = ReturnType<typeof claims>
