import type { Page } from '@playwright/test'
import { queuePage } from '../support/queue-page.ts'
import { deskFolder } from './desk/build.ts'
import { type Bench, percentile } from './report.ts'
import { withBrowser, withCopy, withWindow } from './window.ts'

const scrollMs = 5000
/** A frame that took longer is seen as a stutter. */
const smoothMs = 20
/** A query of twenty characters. */
const typed = 'pool exhausted ora-0'
/** The browser reports tasks from 50 ms on, and no shorter ones. */
const longTaskMs = 50

/** Milliseconds between frames while `act` goes on. */
const framesDuring = async (page: Page, act: () => Promise<void>): Promise<number[]> => {
  await page.evaluate(() => {
    const frames: number[] = []
    let last = performance.now()
    const step = (now: number) => {
      frames.push(now - last)
      last = now
      if (Object.hasOwn(window, 'benchFrames')) requestAnimationFrame(step)
    }
    Object.assign(window, { benchFrames: frames })
    requestAnimationFrame(step)
  })
  await act()
  return page.evaluate(() => {
    const holder = window as unknown as { benchFrames?: number[] }
    const frames = holder.benchFrames ?? []
    delete holder.benchFrames
    return frames.slice(1)
  })
}

/** Milliseconds of the tasks that held up the page while `act` went on. */
const longTasksDuring = async (page: Page, act: () => Promise<void>): Promise<number[]> => {
  const tasks = await page.evaluateHandle(() => {
    const durations: number[] = []
    const observer = new PerformanceObserver((list) => {
      durations.push(...list.getEntries().map(({ duration }) => duration))
    })
    observer.observe({ type: 'longtask' })
    return { durations, observer }
  })
  await act()
  return tasks.evaluate(({ durations, observer }) => {
    durations.push(...observer.takeRecords().map(({ duration }) => duration))
    observer.disconnect()
    return durations
  })
}

const scrollByWheel = async (page: Page) => {
  const until = performance.now() + scrollMs
  while (performance.now() < until) await page.mouse.wheel(0, 600)
}

const scrollByKeys = async (page: Page) => {
  const until = performance.now() + scrollMs
  while (performance.now() < until) await page.keyboard.press('j')
}

const smoothShare = (frames: readonly number[]) =>
  (100 * frames.filter((milliseconds) => milliseconds < smoothMs).length) / frames.length

/** How smoothly a long list scrolls, and whether typing a search ever holds up the page. */
export const ui: Bench = async ({ size = 1_000_000, say }) => {
  const folder = deskFolder(size, say)
  const found = await withBrowser(say, (browser) =>
    withCopy(folder, (dataDir) =>
      withWindow(browser, dataDir, async ({ page }) => {
        const queue = queuePage(page)
        await queue.rows.nth(9).waitFor({ timeout: 120_000 })
        await page.waitForLoadState('networkidle')
        await queue.table.hover()
        const wheel = await framesDuring(page, () => scrollByWheel(page))
        await queue.table.focus()
        const keys = await framesDuring(page, () => scrollByKeys(page))
        await queue.box.focus()
        const tasks = await longTasksDuring(page, () => queue.box.pressSequentially(typed, { delay: 60 }))
        return { wheel, keys, tasks }
      }),
    ),
  )
  const longest = Math.max(0, ...found.tasks)
  const smooth = (name: string, frames: readonly number[]) => {
    say(`${name}: ${frames.length} frames, p99 ${percentile(frames, 0.99).toFixed(1)} ms`)
    const value = smoothShare(frames)
    return { name, value, unit: `% of frames under ${smoothMs} ms`, bar: '≥ 95 %', met: value >= 95 }
  }
  return {
    work: `a list of ${size} cases in headless Chromium, ${scrollMs / 1000} s of scrolling each, ${typed.length} keys of search`,
    measures: [
      smooth('wheel', found.wheel),
      smooth('keys', found.keys),
      {
        name: 'longest task while typing',
        value: longest,
        unit: `ms (0: none of ${longTaskMs} ms)`,
        bar: `≤ ${longTaskMs} ms`,
        met: longest <= longTaskMs,
      },
    ],
  }
}
