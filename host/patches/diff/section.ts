/** One hunk, its lines byte for byte (one character a byte), each without its line feed. */
export interface RawHunk {
  readonly oldStart: number
  readonly oldLines: number
  readonly newStart: number
  readonly newLines: number
  /** What git prints behind the second `@@`. */
  readonly heading: string
  readonly lines: readonly string[]
}

/** What a diff does to one file. Paths are bytes, without their `a/` and `b/`; null where the file is not there. */
export interface Section {
  readonly oldPath: string | null
  readonly newPath: string | null
  readonly oldMode: string | null
  readonly newMode: string | null
  /** The hashes of the blobs, where the diff names them; a 3-way merge needs the first. */
  readonly index: { readonly from: string; readonly to: string } | null
  readonly rename: boolean
  readonly copy: boolean
  /** The lines of a `GIT binary patch`; null for text. */
  readonly binary: readonly string[] | null
  readonly hunks: readonly RawHunk[]
}

/** Lines added and removed. */
export const countLines = ({ hunks }: Section): { insertions: number; deletions: number } => {
  let insertions = 0
  let deletions = 0
  for (const { lines } of hunks)
    for (const line of lines) {
      if (line.startsWith('+')) insertions += 1
      else if (line.startsWith('-')) deletions += 1
    }
  return { insertions, deletions }
}

/** The path a section is known by: where the file is afterwards, or was. */
export const pathOf = ({ oldPath, newPath }: Section): string => newPath ?? oldPath ?? ''
