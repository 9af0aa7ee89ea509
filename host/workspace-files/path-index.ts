import { realRoot } from '../workspace/place.ts'
import { bestOf, type Scored } from './best-of.ts'
import { beginsWord, lowerUnit, maskOf, matchTerm, type PathUnits, type Span } from './match-path.ts'
import { ripgrep } from './ripgrep.ts'

/** Paths of one workspace that quick open knows. */
const pathsAtMost = 1_000_000

/** Words of a query; what is typed beyond them is not looked at. */
const termsAtMost = 8

/** Units of a word of a query; the contract takes no longer one. */
const termAtMost = 500

/** Keeps a score above zero whatever the length of a path takes from it. */
const longest = 150

/** How much a file opened lately moves up among those that fit as well. */
const recentBonus = 60

export interface FoundPath {
  path: string
  ranges: { start: number; end: number }[]
}

/** The paths of a workspace, ready to be asked with every key. */
export interface PathIndex {
  readonly size: number
  find(
    query: string,
    options: { limit: number; recent: readonly string[] },
  ): { files: FoundPath[]; total: number }
}

/** Lists the files of a workspace with ripgrep (hidden ones too, ignored ones not) as an index. */
export const buildIndex = async (root: string, signal: AbortSignal): Promise<PathIndex> => {
  const index = growingIndex()
  const args = ['--files', '--null', '--no-require-git']
  for await (const batch of ripgrep(await realRoot(root), {
    args,
    separator: 0,
    signal,
  })) {
    for (const path of batch) index.add(path.toString('utf8'))
    if (index.size >= pathsAtMost) break
  }
  return index
}

const grown = <T extends Uint8Array | Uint16Array | Uint32Array>(
  array: T,
  length: number,
  make: (n: number) => T,
): T => {
  if (length <= array.length) return array
  const larger = make(Math.max(length, array.length * 2))
  larger.set(array)
  return larger
}

/** An index that paths are added to. */
const growingIndex = (): PathIndex & { add(path: string): void } => {
  const paths: string[] = []
  const all: PathUnits = { units: new Uint16Array(1 << 16), words: new Uint8Array(1 << 16) }
  /** Where each path starts in `units`, and where the last one ends. */
  let starts = new Uint32Array(1024)
  let names = new Uint32Array(1024)
  let masks = new Uint32Array(1024)
  const places = new Int32Array(termAtMost)
  let last: { query: string; size: number; ids: Uint32Array } | undefined

  const candidates = (query: string): Uint32Array | undefined =>
    last && last.query !== '' && last.size === paths.length && query.startsWith(last.query)
      ? last.ids
      : undefined

  const spanOf = (id: number): Span => ({
    from: starts[id] ?? 0,
    name: names[id] ?? 0,
    to: starts[id + 1] ?? 0,
  })

  /** How well a path fits all the terms, a shorter one better; 0 where it does not. */
  const scoreOf = (id: number, terms: readonly Term[]): number => {
    const mask = masks[id] ?? 0
    for (const term of terms) if ((mask & term.mask) !== term.mask) return 0
    const span = spanOf(id)
    let score = longest - Math.min(100, (span.to - span.from) / 4) - Math.min(50, span.to - span.name)
    for (const { units } of terms) {
      const own = matchTerm(all, units, span, places)
      if (own === 0) return 0
      score += own
    }
    return score
  }

  const show = (id: number, terms: readonly Term[]): FoundPath => {
    const span = spanOf(id)
    const marked = new Set<number>()
    for (const { units } of terms) {
      matchTerm(all, units, span, places)
      for (let i = 0; i < units.length; i += 1) marked.add((places[i] ?? 0) - span.from)
    }
    return { path: paths[id] ?? '', ranges: rangesOf(marked) }
  }

  return {
    get size() {
      return paths.length
    },
    add(path) {
      const id = paths.push(path) - 1
      const from = starts[id] ?? 0
      const to = from + path.length
      all.units = grown(all.units, to, (n) => new Uint16Array(n))
      all.words = grown(all.words, to, (n) => new Uint8Array(n))
      starts = grown(starts, id + 2, (n) => new Uint32Array(n))
      names = grown(names, id + 2, (n) => new Uint32Array(n))
      masks = grown(masks, id + 2, (n) => new Uint32Array(n))
      let mask = 0
      for (let i = 0; i < path.length; i += 1) {
        const unit = path.charCodeAt(i)
        const lower = lowerUnit(unit)
        all.units[from + i] = lower
        const before = i === 0 ? 47 : path.charCodeAt(i - 1)
        all.words[from + i] = beginsWord(before, unit, path.charCodeAt(i + 1)) ? 1 : 0
        mask |= maskOf(lower)
      }
      names[id] = from + path.lastIndexOf('/') + 1
      masks[id] = mask
      starts[id + 1] = to
    },
    find(query, { limit, recent }) {
      const typed = normal(query)
      const terms = termsOf(typed)
      const best = bestOf(limit, (a, b) => better(paths, a, b))
      if (terms.length === 0) {
        last = undefined
        const lately = new Map(recent.map((path, at) => [path, recent.length - at]))
        for (const [id, path] of paths.entries()) best.offer({ id, score: lately.get(path) ?? 0 })
        return {
          files: best.taken().map(({ id }) => ({ path: paths[id] ?? '', ranges: [] })),
          total: paths.length,
        }
      }
      const lately = new Set(recent)
      const among = candidates(typed)
      const fitting = new Uint32Array(among?.length ?? paths.length)
      let total = 0
      for (let i = 0; i < fitting.length; i += 1) {
        const id = among ? (among[i] ?? 0) : i
        const score = scoreOf(id, terms)
        if (score <= 0) continue
        fitting[total++] = id
        best.offer({ id, score: score + (lately.has(paths[id] ?? '') ? recentBonus : 0) })
      }
      last = { query: typed, size: paths.length, ids: fitting.slice(0, total) }
      return { files: best.taken().map(({ id }) => show(id, terms)), total }
    },
  }
}

interface Term {
  units: Uint16Array
  mask: number
}

/** As typed, without the line that may follow a path, slashes as ours. */
const normal = (query: string): string =>
  query
    .replaceAll('\\', '/')
    .replace(/(:\d+){1,2}:?$/, '')
    .trimStart()

const termsOf = (query: string): Term[] =>
  query
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, termsAtMost)
    .map((term) => {
      const units = Uint16Array.from({ length: term.length }, (_, i) => lowerUnit(term.charCodeAt(i)))
      return { units, mask: units.reduce((mask, unit) => mask | maskOf(unit), 0) }
    })

const better = (paths: readonly string[], a: Scored, b: Scored): boolean => {
  if (a.score !== b.score) return a.score > b.score
  const [one = '', other = ''] = [paths[a.id], paths[b.id]]
  return one.length === other.length ? one < other : one.length < other.length
}

const rangesOf = (marked: ReadonlySet<number>): FoundPath['ranges'] => {
  const ranges: FoundPath['ranges'] = []
  for (const at of [...marked].sort((a, b) => a - b)) {
    const last = ranges.at(-1)
    if (last && last.end === at) last.end = at + 1
    else ranges.push({ start: at, end: at + 1 })
  }
  return ranges
}
