import type { OutputOf } from './types.ts'

/** Lines asked for at a time: some screens of them, a few hundred kilobytes at most. */
const pageLines = 400
/** Pages kept; scrolling on lets go of those seen longest ago. */
const pagesAtMost = 60

export type Line = OutputOf['lines'][number]

export interface Pages {
  line(index: number): Line | undefined
  /** Asks for the pages of these lines that are not there yet. */
  want(first: number, last: number): void
  dispose(): void
}

export interface PagesOptions {
  read: (from: number, count: number, signal: AbortSignal) => Promise<OutputOf>
  onChange: (facts: { total: number; exact: boolean }) => void
  onFailure: (error: unknown) => void
}

/** The lines of a large file that are looked at, read by pages. */
export const createPages = ({ read, onChange, onFailure }: PagesOptions): Pages => {
  const pages = new Map<number, readonly Line[]>()
  const asked = new Set<number>()
  const controller = new AbortController()

  const ask = async (page: number) => {
    asked.add(page)
    try {
      const { lines, total, exact } = await read(page * pageLines, pageLines, controller.signal)
      pages.set(page, lines)
      for (const old of [...pages.keys()].slice(0, Math.max(0, pages.size - pagesAtMost))) pages.delete(old)
      onChange({ total, exact })
    } catch (error) {
      if (!controller.signal.aborted) onFailure(error)
    } finally {
      asked.delete(page)
    }
  }

  return {
    line: (index) => pages.get(Math.floor(index / pageLines))?.[index % pageLines],
    want(first, last) {
      for (let page = Math.floor(first / pageLines); page <= Math.floor(last / pageLines); page += 1) {
        const known = pages.get(page)
        if (known) {
          // Seen again, so the last to go.
          pages.delete(page)
          pages.set(page, known)
        } else if (!asked.has(page)) void ask(page)
      }
    },
    dispose: () => controller.abort(),
  }
}
