import type { Page } from '@playwright/test'

/** How long the page is held up on purpose, to see that it would be told. */
const heldUpMs = 80
const toldWithinMs = 5000

/**
 * Milliseconds of the tasks of 50 ms and more that held up the page while `act` went on. Throws where the browser
 * does not tell of one made on purpose before, since nothing told would then mean nothing.
 */
export const longTasksDuring = async (page: Page, act: () => Promise<void>): Promise<number[]> => {
  const tasks = await page.evaluateHandle(() => {
    const durations: number[] = []
    const observer = new PerformanceObserver((list) => {
      durations.push(...list.getEntries().map(({ duration }) => duration))
    })
    observer.observe({ type: 'longtask' })
    return { durations, observer }
  })
  const told = await tasks.evaluate(
    ({ durations }, { heldUp, within }) =>
      new Promise<boolean>((resolve) => {
        const asked = performance.now()
        const look = () => {
          const found = durations.some((duration) => duration >= heldUp)
          if (!found && performance.now() - asked < within) return void setTimeout(look, 20)
          durations.length = 0
          resolve(found)
        }
        setTimeout(() => {
          const until = performance.now() + heldUp
          while (performance.now() < until);
          setTimeout(look, 20)
        })
      }),
    { heldUp: heldUpMs, within: toldWithinMs },
  )
  if (!told)
    throw new Error(
      `The browser did not tell of a task of ${heldUpMs} ms made on purpose, so it cannot be told whether typing holds up the page. Nothing was measured; try another Chromium.`,
    )
  await act()
  return tasks.evaluate(({ durations, observer }) => {
    durations.push(...observer.takeRecords().map(({ duration }) => duration))
    observer.disconnect()
    return durations
  })
}
