import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { CaseRow } from '../../../shared/contract/cases.ts'
import { createPages, pageSize } from './pages.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const row = (offset: number) => ({ id: `id-${offset}`, ref: `CB-${offset}` }) as CaseRow

/** A host of so many cases that remembers which pages are watched. */
const host = (total: number) => {
  const watched = new Set<number>()
  const asked: number[] = []
  async function* watch({ offset, limit }: { offset: number; limit: number }, signal: AbortSignal) {
    watched.add(offset)
    asked.push(offset)
    const rows = Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, at) =>
      row(offset + at),
    )
    yield { rows }
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
    watched.delete(offset)
  }
  return { watched, asked, watch }
}
const settle = () => vi.advanceTimersByTimeAsync(100)

it('keeps the pages in sight live and no others', async () => {
  const { watched, watch } = host(1000)
  const onChange = vi.fn()
  const pages = createPages({ watch, onChange })
  pages.show(0, 20)
  await settle()
  expect(pages.rowAt(7)?.ref).toBe('CB-7')
  pages.show(190, 230)
  await settle()
  expect([...watched]).toEqual([100, 200])
  expect(pages.rowAt(7)?.ref).toBe('CB-7')
  pages.dispose()
  await settle()
  expect(watched.size).toBe(0)
  expect(onChange).toHaveBeenCalledTimes(3)
})

it('asks for nothing that a fling only passes', async () => {
  const { asked, watch } = host(1_000_000)
  const pages = createPages({ watch, onChange: () => undefined })
  pages.show(0, 40)
  await settle()
  for (let first = 0; first < 500_000; first += 5000) {
    pages.show(first, first + 40)
    await vi.advanceTimersByTimeAsync(16)
  }
  await settle()
  expect(asked).toEqual([0, 495_000])
  pages.dispose()
})

it('reads the page that a slow scroll comes to next, whichever way, and tells of it once it is seen', async () => {
  const { watched, watch } = host(1000)
  const onChange = vi.fn()
  const pages = createPages({ watch, onChange })
  pages.show(300, 340)
  await settle()
  pages.show(308, 348)
  await settle()
  expect([...watched]).toEqual([300, 400])
  expect(pages.rowAt(401)?.ref).toBe('CB-401')
  expect(onChange).toHaveBeenCalledTimes(1)
  pages.show(300, 340)
  await settle()
  expect([...watched]).toEqual([300, 200])
  pages.dispose()
})

it('learns where the list really ends', async () => {
  const pages = createPages({ watch: host(130).watch, onChange: () => undefined })
  expect(pages.end()).toBe(Number.POSITIVE_INFINITY)
  pages.show(90, 140)
  await settle()
  expect(pages.end()).toBe(130)
  pages.dispose()
})

it('forgets the pages that were out of sight longest', async () => {
  const pages = createPages({ watch: host(10_000).watch, onChange: () => undefined })
  for (let page = 0; page < 40; page += 1) {
    pages.show(page * pageSize, page * pageSize + 10)
    await settle()
  }
  expect(pages.rowAt(0)).toBeUndefined()
  expect(pages.rowAt(39 * pageSize)?.ref).toBe('CB-3900')
  pages.dispose()
})

it('tells why a page does not come', async () => {
  const failure = new Error('The database is damaged.')
  const pages = createPages({
    watch: async function* () {
      yield* []
      throw failure
    },
    onChange: () => undefined,
  })
  pages.show(0, 10)
  await settle()
  expect(pages.error()).toBe(failure)
  pages.dispose()
})
