import type { RefusedEntry } from '../../../shared/contract/workspaces.ts'

/** Entries named one by one; a hostile archive can have a million of them. */
const namedAtMost = 1000
const nameAtMost = 300

/** What was refused or had to be changed, named as far as it can be shown. */
export const refusals = () => {
  const named: RefusedEntry[] = []
  let more = 0
  return {
    add(entry: string, reason: string): void {
      if (named.length < namedAtMost)
        named.push({ entry: entry.length > nameAtMost ? `${entry.slice(0, nameAtMost)}…` : entry, reason })
      else more += 1
    },
    all: (): { refused: RefusedEntry[]; refusedMore: number } => ({ refused: named, refusedMore: more }),
  }
}

export type Refusals = ReturnType<typeof refusals>
