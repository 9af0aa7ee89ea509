import type { Page } from '@playwright/test'
import { openCase } from '../support/case-page.ts'
import { newCase } from '../support/casebench.ts'
import { expect, test } from '../support/shell.ts'

/** Pixels by which the right and lower edge of the tab in front miss those of its place. */
const missing = (page: Page): Promise<number[] | undefined> =>
  page.evaluate(() => {
    const boxes = (selector: string) =>
      [...document.querySelectorAll<HTMLElement>(selector)]
        .filter((one) => one.checkVisibility({ visibilityProperty: true }))
        .map((one) => one.getBoundingClientRect())
    const tab = boxes('[data-pane^="tab:"]')[0]
    const place = boxes('.dv-groupview').find((one) => tab && one.left === tab.left && one.top < tab.top)
    return tab && place && [place.right - tab.right, place.bottom - tab.bottom]
  })

test('a tab has the size of its place, also where a side comes and goes at the same time', async ({
  bench,
}) => {
  const { page } = bench
  const refs = [await newCase(bench.dataDir, 'The pool'), await newCase(bench.dataDir, 'The replica')]
  for (const ref of refs) await openCase(page, ref)
  for (const turn of [0, 1, 2, 3, 4, 5]) {
    await page.evaluate(
      (hash) => {
        const key = { key: 'j', code: 'KeyJ', ctrlKey: true, bubbles: true, cancelable: true }
        document.body.dispatchEvent(new KeyboardEvent('keydown', key))
        location.hash = hash
      },
      `#/case/${refs[turn % 2]}`,
    )
    await expect.poll(() => missing(page)).toEqual([0, 0])
  }
})
