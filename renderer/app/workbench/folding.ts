import { isShown, type Side, sides } from './layout.ts'

export type BySide<T> = Record<Side, T>

export const bySide = <T>(make: (side: Side) => T): BySide<T> => ({
  left: make('left'),
  right: make('right'),
  bottom: make('bottom'),
})

/** What is seen before a person has said anything: the bench at the bottom only once it is asked for. */
export const atFirst = (): BySide<boolean> => bySide((side) => side !== 'bottom')

export interface Folding {
  shown(): BySide<boolean>
  wanted(): BySide<boolean>
  restore(wanted: BySide<boolean>): void
  toggle(side: Side): void
  /** Answers whether anything may look different now. */
  resize(width: number): boolean
}

export interface FoldingOptions {
  exist: BySide<boolean>
  /** Pixels of the window below which a side folds away by itself. */
  foldBelow: BySide<number>
  width: number
}

/** Which sides are seen: as a person wants it in a wide window, only what was asked for in a narrow one. */
export const createFolding = ({ exist, foldBelow, ...start }: FoldingOptions): Folding => {
  let width = start.width
  let wanted = atFirst()
  let asked = bySide(() => false)
  const isSeen = (side: Side) =>
    exist[side] && isShown({ wanted: wanted[side], asked: asked[side], foldBelow: foldBelow[side] }, width)
  return {
    shown: () => bySide(isSeen),
    wanted: () => ({ ...wanted }),
    restore(next) {
      wanted = { ...next }
      asked = bySide(() => false)
    },
    toggle(side) {
      const next = !isSeen(side)
      if (width < foldBelow[side]) asked = { ...asked, [side]: next }
      else wanted = { ...wanted, [side]: next }
    },
    resize(next) {
      const crossed = sides.some((side) => width < foldBelow[side] !== next < foldBelow[side])
      width = next
      if (crossed) asked = bySide(() => false)
      return crossed
    },
  }
}
