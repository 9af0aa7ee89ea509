import type { JsonUnit } from '../json/unit.ts'
import type { Draft } from '../mapping/draft.ts'
import { digest } from '../mapping/text.ts'
import type { Parsed } from '../record.ts'
import { parsed } from './reader.ts'

export type ValueUnit = Extract<JsonUnit, { type: 'value' }>

/** Something that stands apart from the record it belongs to. */
export interface Child<T> {
  parent: string
  value: T
  /** Its length in memory, about. */
  weight: number
}

interface Join<T> {
  /** Reads the file from its start; `survey` says that records need not be built. */
  units(survey: boolean): AsyncIterable<JsonUnit[]>
  /** Sees every value once before the first record is mapped. */
  survey(unit: ValueUnit): void
  children(unit: ValueUnit): Child<T>[]
  /** The identifier of a record, undefined for a value that is none. */
  recordId(unit: ValueUnit): string | undefined
  draft(unit: ValueUnit, children: T[]): Draft | string
  /** Says what is wrong with a value that is neither a record nor of use to one; undefined for nothing. */
  other(unit: ValueUnit): string | undefined
  /** Why children are skipped whose record never came. */
  orphaned(parent: string, count: number): string
}

/** Children held in memory at a time. A file with more of them is read once more for each share of them. */
const heldAtOnce = 24 * 1024 * 1024
const maxShares = 256

const shareOf = (id: string, shares: number): number =>
  shares === 1 ? 0 : Number.parseInt(digest(id).slice(0, 8), 16) % shares

interface Held<T> {
  line: number
  values: T[]
}

class Children<T> {
  readonly held = new Map<string, Held<T>>()
  weight = 0

  add({ parent, value, weight }: Child<T>, line: number): void {
    const at = this.held.get(parent)
    if (at) at.values.push(value)
    else this.held.set(parent, { line, values: [value] })
    this.weight += weight + 100
  }
}

/** One pass over the file that gathers the children of the records of one share. */
const gather = async <T>(join: Join<T>, share: number, shares: number): Promise<Children<T>> => {
  const children = new Children<T>()
  for await (const batch of join.units(true)) {
    for (const unit of batch) {
      if (unit.type === 'skip') continue
      for (const child of join.children(unit)) {
        if (shareOf(child.parent, shares) === share) children.add(child, unit.line)
      }
    }
  }
  return children
}

/** The first pass: facts for all records, and the children as well as long as they fit. */
const survey = async <T>(
  join: Join<T>,
  budget: number,
): Promise<{ children: Children<T>; shares: number }> => {
  let children = new Children<T>()
  let total = 0
  for await (const batch of join.units(true)) {
    for (const unit of batch) {
      if (unit.type === 'skip') continue
      join.survey(unit)
      for (const child of join.children(unit)) {
        total += child.weight + 100
        if (total <= budget) children.add(child, unit.line)
      }
    }
  }
  const shares = Math.min(maxShares, Math.ceil(total / budget) || 1)
  if (shares > 1) children = new Children()
  return { children, shares }
}

/** What one reading of the file is about: the records of one share, and what belongs to them. */
interface Round<T> {
  share: number
  shares: number
  held: ReadonlyMap<string, Held<T>>
  seen: Set<string>
}

/** Maps one value in a round; what concerns no record is said in the first round only. */
const take = <T>(join: Join<T>, unit: JsonUnit, round: Round<T>): Parsed | undefined => {
  const { share, shares, held, seen } = round
  if (unit.type === 'skip') return share === 0 ? unit : undefined
  const id = join.recordId(unit)
  if (id === undefined) {
    const reason = share === 0 ? join.other(unit) : undefined
    return reason ? { type: 'skip', line: unit.line, reason } : undefined
  }
  if (shareOf(id, shares) !== share) return undefined
  if (held.has(id)) seen.add(id)
  return parsed(join.draft(unit, held.get(id)?.values ?? []), unit.line)
}

/**
 * Brings records together with what stands apart from them anywhere in the same file, in bounded memory:
 * a hash join whose shares each read the file again. `budget` is in UTF-16 units, about.
 */
export const joined = async function* <T>(join: Join<T>, budget = heldAtOnce): AsyncGenerator<Parsed[]> {
  const { children, shares } = await survey(join, budget)
  for (let share = 0; share < shares; share++) {
    const { held } = shares === 1 ? children : await gather(join, share, shares)
    const round: Round<T> = { share, shares, held, seen: new Set() }
    for await (const batch of join.units(false)) {
      yield batch.map((unit) => take(join, unit, round)).filter((one) => one !== undefined)
    }
    const lost = [...held].filter(([id]) => !round.seen.has(id))
    yield lost.map(([id, { line, values }]): Parsed => {
      return { type: 'skip', line, reason: join.orphaned(id, values.length) }
    })
  }
}
