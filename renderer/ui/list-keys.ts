import type { SelectIntent } from './selection.ts'

export interface ListState {
  active: number
  count: number
  /** Rows that fit on a page. */
  page: number
  /** Where a range began. */
  anchor: number
  anySelected: boolean
}

export interface Stroke {
  key: string
  shift: boolean
  /** Ctrl, or Cmd on a Mac. */
  mod: boolean
  alt: boolean
}

export interface ListMove {
  active?: number
  anchor?: number
  select?: SelectIntent
  open?: { beside: boolean }
}

const target = (key: string, { active, count, page }: ListState): number | undefined => {
  const last = count - 1
  const moves: Record<string, number> = {
    ArrowDown: active + 1,
    j: active + 1,
    ArrowUp: active - 1,
    k: active - 1,
    PageDown: active + page,
    PageUp: active - page,
    Home: 0,
    End: last,
  }
  const to = moves[key.length === 1 ? key.toLowerCase() : key]
  return to === undefined ? undefined : Math.max(0, Math.min(last, to))
}

/** What a key does to a list; undefined when it is not the list's to take. Pure, so that it can be read and tested. */
export const listMove = (stroke: Stroke, state: ListState): ListMove | undefined => {
  const { key, shift, mod, alt } = stroke
  const { active, count, anchor, anySelected } = state
  if (alt || count === 0) return undefined
  if (mod) {
    if (key === 'a') return { select: { kind: 'all' } }
    return key === 'Enter' ? { open: { beside: true } } : undefined
  }
  if (key === 'Enter') return { open: { beside: false } }
  if (key === ' ') return { anchor: active, select: { kind: 'toggle', index: active } }
  if (key === 'Escape') return anySelected ? { select: { kind: 'none' } } : undefined
  const to = target(key, state)
  if (to === undefined) return undefined
  return shift ? { active: to, select: { kind: 'range', from: anchor, to } } : { active: to, anchor: to }
}
