/** A place of the panel: one terminal, or parts beside (`row`) or below (`column`) each other. */
export type Split =
  | { terminal: string }
  | { way: Way; parts: readonly Split[] /** One share per part. */; shares: readonly number[] }
export type Way = 'row' | 'column'

export interface TerminalTab {
  id: string
  root: Split
}

/** Which terminals lie where. The host knows which there are; this knows how a person arranged them. */
export interface Arrangement {
  tabs: readonly TerminalTab[]
  /** Terminals by when they last had the focus, newest first. */
  recent: readonly string[]
}

export const nothing: Arrangement = { tabs: [], recent: [] }

export const terminalsOf = (split: Split): string[] =>
  'terminal' in split ? [split.terminal] : split.parts.flatMap(terminalsOf)

export const tabOf = ({ tabs }: Arrangement, terminal: string): TerminalTab | undefined =>
  tabs.find(({ root }) => terminalsOf(root).includes(terminal))

/** Which of these terminals had the focus last. */
export const latest = ({ recent }: Arrangement, among: readonly string[]): string | undefined =>
  recent.find((id) => among.includes(id)) ?? among[0]

export const activate = (arrangement: Arrangement, terminal: string): Arrangement => ({
  ...arrangement,
  recent: [terminal, ...arrangement.recent.filter((id) => id !== terminal)],
})

export const addTab = (arrangement: Arrangement, terminal: string): Arrangement =>
  tabOf(arrangement, terminal)
    ? arrangement
    : {
        ...arrangement,
        tabs: [...arrangement.tabs, { id: terminal, root: { terminal } }],
        recent: [...arrangement.recent, terminal],
      }

/** Puts a terminal beside or below another one, or in a tab of its own where that one is gone. */
export const addBeside = (
  arrangement: Arrangement,
  { at, terminal, way }: { at: string; terminal: string; way: Way },
): Arrangement => {
  const tab = tabOf(arrangement, at)
  if (!tab) return activate(addTab(arrangement, terminal), terminal)
  // The host may have told of the terminal before.
  const without = remove(arrangement, terminal)
  const tabs = without.tabs.map((one) =>
    one.id === tab.id ? { ...one, root: split(one.root, { at, terminal, way }) } : one,
  )
  return activate({ ...without, tabs }, terminal)
}

const split = (node: Split, { at, terminal, way }: { at: string; terminal: string; way: Way }): Split => {
  if ('terminal' in node)
    return node.terminal === at ? { way, parts: [node, { terminal }], shares: [1, 1] } : node
  const place = node.parts.findIndex((part) => 'terminal' in part && part.terminal === at)
  if (place < 0 || node.way !== way)
    return { ...node, parts: node.parts.map((part) => split(part, { at, terminal, way })) }
  const half = (node.shares[place] ?? 1) / 2
  return {
    way,
    parts: node.parts.toSpliced(place + 1, 0, { terminal }),
    shares: node.shares.toSpliced(place, 1, half, half),
  }
}

export const remove = (arrangement: Arrangement, terminal: string): Arrangement => ({
  tabs: arrangement.tabs.flatMap((tab) => {
    const root = without(tab.root, terminal)
    return root ? [{ ...tab, root }] : []
  }),
  recent: arrangement.recent.filter((id) => id !== terminal),
})

const without = (node: Split, terminal: string): Split | null => {
  if ('terminal' in node) return node.terminal === terminal ? null : node
  const kept = node.parts.flatMap((part, at) => {
    const left = without(part, terminal)
    return left ? [{ part: left, share: node.shares[at] ?? 1 }] : []
  })
  const [only] = kept
  if (!only) return null
  if (kept.length === 1) return only.part
  return { way: node.way, parts: kept.map(({ part }) => part), shares: kept.map(({ share }) => share) }
}

/** Gives the parts of one place other shares; `path` leads to it from the root. */
export const resize = (
  arrangement: Arrangement,
  { tab, path, shares }: { tab: string; path: readonly number[]; shares: readonly number[] },
): Arrangement => ({
  ...arrangement,
  tabs: arrangement.tabs.map((one) =>
    one.id === tab ? { ...one, root: share(one.root, path, shares) } : one,
  ),
})

const share = (node: Split, [first, ...rest]: readonly number[], shares: readonly number[]): Split => {
  if ('terminal' in node) return node
  if (first === undefined) return { ...node, shares }
  return { ...node, parts: node.parts.map((part, at) => (at === first ? share(part, rest, shares) : part)) }
}

/** Brings the arrangement in line with the terminals that there are, oldest first. */
export const reconcile = (arrangement: Arrangement, present: readonly string[]): Arrangement => {
  const placed = arrangement.tabs.flatMap(({ root }) => terminalsOf(root))
  const gone = placed.filter((id) => !present.includes(id))
  const come = present.filter((id) => !placed.includes(id))
  if (gone.length === 0 && come.length === 0) return arrangement
  return come.reduce(addTab, gone.reduce(remove, arrangement))
}
