import type { BlockDraft, Tidings } from './messages.ts'

/** Blocks that wait for the host; of a program that prints marks without end the oldest are not told. */
const blocksAtMost = 1000

export interface TidingsBoard {
  /** `onHeard` is called when the host has kept it. */
  put(tidings: Tidings, onHeard?: () => void): void
  /** The host took what it was told last. */
  heard(): void
}

/**
 * Gathers what the host is told by terminal and tells it when the host has taken what came before, so that no program can
 * fill the way there.
 */
export const createTidings = (tell: (all: Tidings[]) => void): TidingsBoard => {
  const waiting = new Map<string, Tidings>()
  let underWay: (() => void)[] | undefined
  let next: (() => void)[] = []
  const send = () => {
    if (underWay || waiting.size === 0) return
    underWay = next
    next = []
    const all = [...waiting.values()]
    waiting.clear()
    tell(all)
  }
  return {
    put(tidings, onHeard) {
      if (onHeard) next.push(onHeard)
      const before = waiting.get(tidings.terminalId)
      const blocks = merged(before?.blocks, tidings.blocks)
      waiting.set(tidings.terminalId, { ...before, ...tidings, ...(blocks && { blocks }) })
      send()
    },
    heard() {
      const told = underWay ?? []
      underWay = undefined
      for (const onHeard of told) onHeard()
      send()
    },
  }
}

const merged = (before: BlockDraft[] = [], more: BlockDraft[] = []): BlockDraft[] | undefined => {
  const all = new Map([...before, ...more].map((block) => [block.number, block]))
  return all.size === 0 ? undefined : [...all.values()].slice(-blocksAtMost)
}
