import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { withFolder } from './host.ts'
import { startTerminal } from './measure/terminal-window.ts'
import { type Bench, type Measure, percentile } from './report.ts'
import { withBrowser, withWindow } from './window.ts'

const keys = 'abcdefghijklmnopqrstuvwxyz'
/** Milliseconds between two keys of somebody who types fast. */
const keyMs = 60

/** Waits for the next key in the terminal that has the focus, and for what it changes; `globalThis.echo` is when. */
const arm = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const input = document.activeElement
    const rows = input?.closest('.xterm')?.querySelector('.xterm-rows')
    if (!input || !rows) throw new Error('No terminal has the focus.')
    const before = rows.textContent
    const echo = new Promise<number>((done) => {
      const watch = ({ timeStamp }: Event) => {
        const observer = new MutationObserver(() => {
          if (rows.textContent === before) return
          observer.disconnect()
          done(performance.now() - timeStamp)
        })
        observer.observe(rows, { childList: true, characterData: true, subtree: true })
      }
      input.addEventListener('keydown', watch, { once: true, capture: true })
    })
    Object.assign(globalThis, { echo: () => echo })
  })

/** Milliseconds from a key to the change of the screen that it makes, one figure per key. */
const echoes = async (page: Page, count: number): Promise<number[]> => {
  const found: number[] = []
  for (let at = 0; at < count; at += 1) {
    await arm(page)
    await page.keyboard.press(keys[at % keys.length] ?? 'a')
    found.push(await page.evaluate(() => (globalThis as unknown as { echo(): Promise<number> }).echo()))
    // A line that is full would be broken, and then more of the screen changes than the key.
    if (at % keys.length === keys.length - 1) await page.keyboard.press('Enter')
    await sleep(keyMs)
  }
  return found
}

const measure = (name: string, samples: readonly number[], most: number): Measure => {
  const value = percentile(samples, 0.95)
  return { name, value, unit: 'ms, p95', bar: `≤ ${most} ms`, met: value <= most }
}

/** How soon a key is seen, alone and beside a terminal in flood. */
export const terminalLatency: Bench = async ({ size: count = 200, say }) =>
  withBrowser(say, (browser) =>
    withFolder((folder) =>
      withWindow(browser, join(folder, 'bench'), async ({ page }) => {
        await startTerminal(page)
        await page.keyboard.type('cat\n')
        await sleep(500)
        const idle = await echoes(page, count)
        say(`idle: median ${percentile(idle, 0.5).toFixed(1)} ms`)
        const screens = page.locator('.xterm-rows')
        await page.keyboard.press('Control+Shift+D')
        await screens.nth(1).waitFor()
        await page.waitForFunction(
          () => document.querySelectorAll('.xterm')[1]?.contains(document.activeElement) === true,
        )
        await page.keyboard.type('yes 0123456789abcdefghijklmnopqrstuvwxyz\n')
        await sleep(2000)
        await page.keyboard.press('Control+Shift+ArrowLeft')
        await page.waitForFunction(
          () => document.querySelectorAll('.xterm')[0]?.contains(document.activeElement) === true,
        )
        const flooded = await echoes(page, count)
        say(`flooded: median ${percentile(flooded, 0.5).toFixed(1)} ms`)
        return {
          work: `${count} keys at a prompt in Chromium, from the key to its glyph on the screen; then with yes(1) flooding a terminal beside it`,
          measures: [measure('idle', idle, 30), measure('flooded', flooded, 80)],
        }
      }),
    ),
  )
