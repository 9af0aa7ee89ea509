import type { Page } from '@playwright/test'

/** Milliseconds between frames while `act` goes on, and how many steps it says that it took. */
export const framesDuring = async (
  page: Page,
  act: () => Promise<number>,
): Promise<{ frames: number[]; steps: number }> => {
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
  const steps = await act()
  const frames = await page.evaluate(() => {
    const holder = window as unknown as { benchFrames?: number[] }
    const found = holder.benchFrames ?? []
    delete holder.benchFrames
    return found.slice(1)
  })
  return { frames, steps }
}
