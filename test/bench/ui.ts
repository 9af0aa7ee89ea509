import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, Locator, Page } from '@playwright/test'
import { queuePage } from '../support/queue-page.ts'
import { deskFolder } from './desk/build.ts'
import { showBareList } from './measure/bare-list.ts'
import { framesDuring } from './measure/frames.ts'
import { longTasksDuring } from './measure/long-tasks.ts'
import { type Bench, type Measure, percentile } from './report.ts'
import { viewport, withBrowser, withCopy, withWindow } from './window.ts'

const scrollMs = 5000
/** A frame that took longer is seen as a stutter. */
const smoothMs = 20
/** A query of twenty characters. */
const typed = 'pool exhausted ora-0'
/** The browser reports tasks from 50 ms on, and no shorter ones. */
const longTaskMs = 50
/** Between the notches of a wheel that is turned fast by hand. */
const notchMs = 1000 / 30

const gestures = {
  /** With each, the better part of the rows in sight goes out of it. */
  wheel: (page: Page) => page.mouse.wheel(0, 600),
  hand: (page: Page) => page.mouse.wheel(0, 120),
  keys: (page: Page) => page.keyboard.press('j'),
}
type Gesture = keyof typeof gestures

interface Frames {
  frames: number[]
  /** Turns of the wheel, or keys: a page that is held up takes fewer. */
  steps: number
}
type Scrolled = Record<Gesture, Frames>
/** Milliseconds between the steps of a gesture; 0 is as fast as the page takes them. */
type Pace = Record<Gesture, number>

const scroll = (page: Page, gesture: Gesture, everyMs: number): Promise<Frames> =>
  framesDuring(page, async () => {
    const started = performance.now()
    let steps = 0
    while (performance.now() - started < scrollMs) {
      await gestures[gesture](page)
      steps += 1
      if (everyMs > 0) await sleep(Math.max(0, started + steps * everyMs - performance.now()))
    }
    return steps
  })

const scrolled = async (page: Page, list: Locator, pace: Pace): Promise<Scrolled> => {
  await list.hover()
  const wheel = await scroll(page, 'wheel', pace.wheel)
  const hand = await scroll(page, 'hand', pace.hand)
  await list.focus()
  return { wheel, hand, keys: await scroll(page, 'keys', pace.keys) }
}

/** The same gestures, as many of them, over rows that cost nothing. */
const bareScrolled = async (
  browser: Browser,
  count: number,
  { wheel, hand, keys }: Scrolled,
): Promise<Scrolled> => {
  const context = await browser.newContext({ viewport })
  try {
    const page = await context.newPage()
    const list = await showBareList(page, count)
    const every = ({ steps }: Frames) => scrollMs / steps
    return await scrolled(page, list, { wheel: every(wheel), hand: every(hand), keys: every(keys) })
  } finally {
    await context.close()
  }
}

const smoothShare = (frames: readonly number[]) =>
  (100 * frames.filter((milliseconds) => milliseconds < smoothMs).length) / frames.length

const told = ({ frames, steps }: Frames) =>
  `${steps} steps, ${frames.length} frames, p99 ${percentile(frames, 0.99).toFixed(1)} ms`

/** How smoothly a long list scrolls, and whether typing a search ever holds up the page. */
export const ui: Bench = async ({ size = 1_000_000, say }) => {
  const folder = deskFolder(size, say)
  const { bare, queue, tasks } = await withBrowser(say, async (browser) => {
    const found = await withCopy(folder, (dataDir) =>
      withWindow(browser, dataDir, async ({ page }) => {
        const { rows, table, box } = queuePage(page)
        await rows.nth(9).waitFor({ timeout: 120_000 })
        await page.waitForLoadState('networkidle')
        const frames = await scrolled(page, table, { wheel: 0, hand: notchMs, keys: 0 })
        await box.focus()
        const held = await longTasksDuring(page, () => box.pressSequentially(typed, { delay: 60 }))
        return { queue: frames, tasks: held }
      }),
    )
    return { ...found, bare: await bareScrolled(browser, size, found.queue) }
  })
  const longest = Math.max(0, ...tasks)
  const smooth = (name: string, of: Gesture): Measure => {
    const [value, floor] = [smoothShare(queue[of].frames), smoothShare(bare[of].frames)]
    say(`${name}: ${told(queue[of])}; bare list: ${told(bare[of])}`)
    const unit = `% of frames under ${smoothMs} ms`
    return { name, value, unit, floor, ratio: value / floor, bar: '≥ 95 %', met: value >= 95 }
  }
  return {
    work: `a list of ${size} cases in headless Chromium, ${scrollMs / 1000} s of scrolling each, ${typed.length} keys of search; floor: as much scrolling of a bare list`,
    measures: [
      smooth('wheel', 'wheel'),
      smooth('wheel as by hand', 'hand'),
      smooth('keys', 'keys'),
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
