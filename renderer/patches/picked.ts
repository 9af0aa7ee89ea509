import type { ChangedFile } from '../../shared/contract/patches.ts'

/** What of the changes is left out of the next patch, so that what is new is in it: names as `keysOf` gives them. */
export type LeftOut = ReadonlySet<string>

/** The names of what can be chosen of a file: its hunks, or the file itself where it has none. */
export const keysOf = ({ path, hunks }: ChangedFile): string[] =>
  hunks && hunks.length > 0 ? hunks.map(({ id }) => id) : [`file ${path}`]

export const stateOf = (left: LeftOut, file: ChangedFile): boolean | 'mixed' => {
  const keys = keysOf(file)
  const out = keys.filter((key) => left.has(key)).length
  return out === 0 ? true : out === keys.length ? false : 'mixed'
}

/** Chooses some, or leaves them out. */
export const withKeys = (left: LeftOut, keys: readonly string[], chosen: boolean): LeftOut => {
  const next = new Set(left)
  for (const key of keys) {
    if (chosen) next.delete(key)
    else next.add(key)
  }
  return next
}

export interface Selected {
  path: string
  hunks: string[] | null
}

/** What is chosen, as the host takes it: whole files, or hunks of one. */
export const selectionOf = (left: LeftOut, files: readonly ChangedFile[]): Selected[] =>
  files.flatMap((file): Selected[] => {
    const state = stateOf(left, file)
    if (state === false) return []
    const hunks = state === true ? null : keysOf(file).filter((key) => !left.has(key))
    return [{ path: file.path, hunks }]
  })
