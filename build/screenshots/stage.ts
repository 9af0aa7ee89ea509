import type { Browser, Page } from '@playwright/test'
import { startBench } from '../../test/support/bench-process.ts'

export interface Stage {
  readonly page: Page
  /** Pictures of one run are alike: the page believes that no animation runs. */
  settle(): Promise<void>
  close(): Promise<void>
}

const width = 1280
const height = 720

/** A bench on a folder of its own, in a window of the size that the pictures have. */
export const openStage = async (browser: Browser, dataDir: string): Promise<Stage> => {
  const bench = await startBench(dataDir)
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: 'light',
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
  })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  await page.goto(bench.url)
  return {
    page,
    async settle() {
      await page.evaluate(async () => {
        await document.fonts.ready
        await Promise.all(document.getAnimations().map((one) => one.finished.catch(() => undefined)))
        await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
      })
    },
    async close() {
      await context.close()
      await bench.stop()
    },
  }
}
