import type { Arrangement, Split, TerminalTab } from './arrangement.ts'

const version = 1
/** Places in one tab, and how deep they lie in each other; more is no arrangement of a person. */
const mostDepth = 8
const mostParts = 20
const mostTabs = 500

export const store = (arrangement: Arrangement): unknown => ({ version, ...arrangement })

/** Reads what was kept of an arrangement; what is none of ours is left out. */
export const readArrangement = (stored: unknown): Arrangement => {
  const { version: of, tabs, recent } = isRecord(stored) ? stored : {}
  const seen = new Set<string>()
  if (of !== version) return { tabs: [], recent: [] }
  return {
    tabs: list(tabs)
      .slice(0, mostTabs)
      .flatMap((tab) => readTab(tab, seen)),
    recent: list(recent).filter(isText).slice(0, mostTabs),
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

const readTab = (value: unknown, seen: Set<string>): TerminalTab[] => {
  if (!isRecord(value) || !isText(value.id)) return []
  const root = readSplit(value.root, seen, mostDepth)
  return root ? [{ id: value.id, root }] : []
}

const readSplit = (value: unknown, seen: Set<string>, depth: number): Split | null => {
  if (!isRecord(value) || depth === 0) return null
  if (isText(value.terminal)) {
    // A terminal lies in one place only.
    if (seen.has(value.terminal)) return null
    seen.add(value.terminal)
    return { terminal: value.terminal }
  }
  const way = value.way === 'row' || value.way === 'column' ? value.way : null
  const shares = list(value.shares)
  const parts = list(value.parts)
    .slice(0, mostParts)
    .flatMap((part, at) => {
      const read = readSplit(part, seen, depth - 1)
      return read ? [{ read, share: readShare(shares[at]) }] : []
    })
  const [only] = parts
  if (!way || !only) return null
  if (parts.length === 1) return only.read
  return { way, parts: parts.map(({ read }) => read), shares: parts.map((part) => part.share) }
}

const readShare = (value: unknown): number =>
  typeof value === 'number' && value > 0.01 && value < 100 ? value : 1
