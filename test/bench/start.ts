import { join } from 'node:path'
import type { Browser, Page } from '@playwright/test'
import { queuePage } from '../support/queue-page.ts'
import { deskFolder } from './desk/build.ts'
import { withFolder } from './host.ts'
import { type Bench, median } from './report.ts'
import { withBrowser, withCopy, withWindow } from './window.ts'

const runs = 3

const toEmpty = async (page: Page) =>
  page.getByRole('heading', { name: 'Begin with real cases' }).waitFor({ timeout: 120_000 })

const toRow = async (page: Page) =>
  queuePage(page)
    .rows.first()
    .getByRole('gridcell', { name: /^\w+-\d+$/ })
    .waitFor({ timeout: 120_000 })

const opened = (browser: Browser, dataDir: string, shown: (page: Page) => Promise<void>) =>
  withWindow(browser, dataDir, async ({ page, sinceSpawn }) => {
    await shown(page)
    return sinceSpawn()
  })

/** From the spawn of the host to a list that can be used, in a browser that runs, against the same on an empty bench. */
export const start: Bench = async ({ size = 1_000_000, say }) => {
  const folder = deskFolder(size, say)
  const { full, empty } = await withBrowser(say, (browser) =>
    withCopy(folder, (dataDir) =>
      withFolder(async (path) => {
        const samples = { full: [] as number[], empty: [] as number[] }
        // One of each first, so that neither pays for reading the programs from the disk.
        for (let run = 0; run <= runs; run += 1) {
          const ours = await opened(browser, dataDir, toRow)
          const floor = await opened(browser, join(path, `empty-${run}`), toEmpty)
          say(`run ${run}: ${ours.toFixed(0)} ms, empty ${floor.toFixed(0)} ms`)
          if (run === 0) continue
          samples.full.push(ours)
          samples.empty.push(floor)
        }
        return samples
      }),
    ),
  )
  const value = median(full)
  const floor = median(empty)
  return {
    work: `from spawn to the first row of ${size} cases, median of ${runs}, warm disk`,
    measures: [
      { name: 'time', value, unit: 'ms', floor, ratio: value / floor, bar: '≤ 2,500 ms', met: value <= 2500 },
      {
        name: 'against an empty bench',
        value: value / floor,
        unit: '×',
        bar: '≤ 1.3 ×',
        met: value / floor <= 1.3,
      },
    ],
  }
}
