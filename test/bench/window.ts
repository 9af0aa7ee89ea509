import { constants, cpSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from '@playwright/test'
import { ensureBuilt } from '../../build/bundle/ensure.ts'
import { startBench } from '../support/bench-process.ts'
import { findChromium } from '../support/chromium.ts'
import { withFolder } from './host.ts'

export const viewport = { width: 1440, height: 900 }

export interface OpenWindow {
  page: Page
  /** Milliseconds since the host was spawned. */
  sinceSpawn(): number
}

/** Starts a browser that is there before anything is measured. */
export const withBrowser = async <T>(
  say: (line: string) => void,
  body: (browser: Browser) => Promise<T>,
): Promise<T> => {
  await ensureBuilt('renderer', say)
  const { path: executablePath } = await findChromium()
  await using browser = await chromium.launch({ executablePath })
  return await body(browser)
}

/** A copy of a data folder, because a host that serves one writes into it. */
export const withCopy = <T>(folder: string, body: (dataDir: string) => Promise<T>): Promise<T> =>
  withFolder((path) => {
    const dataDir = join(path, 'bench')
    cpSync(folder, dataDir, { recursive: true, mode: constants.COPYFILE_FICLONE })
    return body(dataDir)
  })

/** Spawns a host and goes to the address that it prints. */
export const withWindow = async <T>(
  browser: Browser,
  dataDir: string,
  body: (open: OpenWindow) => Promise<T>,
): Promise<T> => {
  const context = await browser.newContext({ viewport })
  const page = await context.newPage()
  const spawned = performance.now()
  const bench = await startBench(dataDir)
  try {
    await page.goto(bench.url, { waitUntil: 'commit' })
    return await body({ page, sinceSpawn: () => performance.now() - spawned })
  } finally {
    await context.close()
    await bench.stop()
  }
}
