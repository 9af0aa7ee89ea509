import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test as playwright } from '@playwright/test'
import { browserShell, offline } from './browser.ts'
import { desktopShell, whyNoDesktop } from './desktop.ts'
import { type Trouble, watchForTrouble } from './trouble.ts'

/** A bench in a temporary folder and a window on it, in the shell of the project that runs. */
export interface BenchUnderTest {
  /** The window; the desktop shell has another one after `restart`, so ask again. */
  readonly page: Page
  readonly dataDir: string
  /** Ends the host in order, the desktop shell with it. `restart` brings it back. */
  stop(): Promise<void>
  /** Ends the bench in order if it runs, and opens it again on the same data. */
  restart(): Promise<void>
  /** Ends the host, in the desktop shell all of it, as a power cut does. `restart` brings it back. */
  kill(): Promise<void>
}

/** Variables of the bench's own surroundings, beside those of the tests. */
export type Surroundings = Readonly<Record<string, string>>

/** What differs between the shells. */
export interface Shell {
  open(dataDir: string): Promise<Page>
  /** Ends the host in order; does nothing where none runs. */
  stop(): Promise<void>
  kill(): Promise<void>
  /** Ends everything. */
  close(): Promise<void>
}

/** How the shell of a project is started. */
export interface Shells {
  /** Why the shell of this project cannot run on this machine. */
  readonly missing: string | undefined
  start(trouble: Trouble, env: Surroundings): Shell
}

const openBench = async (shell: Shell, trouble: Trouble, dataDir: string): Promise<BenchUnderTest> => {
  let page = await shell.open(dataDir)
  return {
    get page() {
      return page
    },
    dataDir,
    async stop() {
      trouble.hostIsDown(true)
      await shell.stop()
    },
    async restart() {
      trouble.hostIsDown(true)
      await shell.stop()
      page = await shell.open(dataDir)
      trouble.hostIsDown(false)
    },
    async kill() {
      trouble.hostIsDown(true)
      await shell.kill()
    },
  }
}

/**
 * `test` with the fixture `bench`, for the projects `browser-shell` and `desktop-shell`. A journey fails on any
 * request outside the bench's own origin, on any error in the console and on any uncaught one. `test.use({ env })` sets
 * variables of the bench's surroundings.
 */
export const test = playwright.extend<{ bench: BenchUnderTest; env: Surroundings }, { shells: Shells }>({
  env: [{}, { option: true }],

  shells: [
    async ({ playwright: { chromium }, launchOptions }, use, { project }) => {
      if (project.name === 'desktop-shell') {
        const missing = whyNoDesktop()
        if (missing) process.stderr.write(`Skipped: ${missing}.\n`)
        return use({ missing, start: desktopShell })
      }
      const browser = await chromium.launch({ ...launchOptions, args: offline })
      await use({ missing: undefined, start: (trouble, env) => browserShell(browser, trouble, env) })
      await browser.close()
    },
    { scope: 'worker' },
  ],

  bench: async ({ shells, env }, use, info) => {
    info.skip(shells.missing !== undefined, shells.missing)
    const folder = await mkdtemp(join(tmpdir(), 'casebench-e2e-'))
    const trouble = watchForTrouble()
    const shell = shells.start(trouble, env)
    try {
      await use(await openBench(shell, trouble, join(folder, 'bench')))
    } finally {
      trouble.hostIsDown(true)
      await shell.close()
      await rm(folder, { recursive: true, force: true })
    }
    expect(trouble.found(), 'what a journey must not see').toEqual([])
  },
})

const wcag22AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa']

/** Fails with a line for each breach of WCAG 2.2 AA that axe finds on the page. */
export const expectAccessible = async (page: Page): Promise<void> => {
  // Axe would gather its findings in a second page, which Electron cannot open.
  const { violations } = await new AxeBuilder({ page }).withTags(wcag22AA).setLegacyMode(true).analyze()
  const lines = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ target, failureSummary = '' }) => `${id}: ${help}\n  ${target.join(' ')}\n  ${failureSummary}`,
    ),
  )
  expect(lines, 'breaches of WCAG 2.2 AA').toEqual([])
}

export { expect }
