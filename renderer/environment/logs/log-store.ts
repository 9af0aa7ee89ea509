import { createStore, type StoreApi } from 'zustand/vanilla'

export interface LogLine {
  service: string
  at: number
  stream: 'out' | 'err'
  text: string
}

export interface LogFilter {
  /** Services whose lines are not shown. */
  hidden: ReadonlySet<string>
  /** Only lines with this text, in any case. */
  text: string
}

export interface LogState {
  /** Those that the filter lets through, oldest first; the same array grows, so `version` tells of changes. */
  readonly shown: readonly LogLine[]
  readonly version: number
  /** How many older lines were let go. */
  readonly dropped: number
  readonly filter: LogFilter
}

/** Lines a view keeps; older ones go, and can be read again from the engine. */
const linesAtMost = 50_000

export interface Logs {
  readonly store: StoreApi<LogState>
  append(lines: readonly LogLine[]): void
  setFilter(part: Partial<LogFilter>): void
  clear(): void
}

const passes = ({ service, text }: LogLine, { hidden, text: wanted }: LogFilter): boolean =>
  !hidden.has(service) && (wanted === '' || text.toLowerCase().includes(wanted))

export const createLogs = (atMost = linesAtMost): Logs => {
  let all: LogLine[] = []
  let shown: LogLine[] = []
  const store = createStore<LogState>(() => ({
    shown,
    version: 0,
    dropped: 0,
    filter: { hidden: new Set(), text: '' },
  }))
  const changed = (part: Partial<LogState>) =>
    store.setState(({ version }) => ({ ...part, shown, version: version + 1 }))
  return {
    store,
    append(lines) {
      if (lines.length === 0) return
      const { filter, dropped } = store.getState()
      for (const line of lines) {
        all.push(line)
        if (passes(line, filter)) shown.push(line)
      }
      // By a tenth at a time, so that a flood does not copy the rest for every line.
      const surplus = all.length > atMost ? all.length - Math.floor(atMost * 0.9) : 0
      if (surplus > 0) {
        const went = all.slice(0, surplus).filter((line) => passes(line, filter)).length
        all = all.slice(surplus)
        shown = shown.slice(went)
      }
      changed({ dropped: dropped + surplus })
    },
    setFilter(part) {
      const filter = { ...store.getState().filter, ...part }
      const wanted = { ...filter, text: filter.text.toLowerCase() }
      shown = all.filter((line) => passes(line, wanted))
      changed({ filter: wanted })
    },
    clear() {
      all = []
      shown = []
      changed({ dropped: 0 })
    },
  }
}
