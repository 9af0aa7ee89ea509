import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Browser, Page } from '@playwright/test'
import { startBench } from '../../test/support/bench-process.ts'
import { startEngine, type TestEngine } from '../../test/support/engine/start.ts'
import { openTeam, type Team } from '../../test/support/team.ts'

export interface Stage {
  readonly page: Page
  readonly dataDir: string
  /** A central service and other people's benches, started when first asked for. */
  team(): Promise<Team>
  /** A container engine, the one of this machine or one started here. Throws where there can be none. */
  engine(): Promise<void>
  /** Pictures of one run are alike: the page believes that no animation runs. */
  settle(): Promise<void>
  /** Ends the host as a power cut does, starts it again, and opens the window on it. */
  cutPower(): Promise<void>
  close(): Promise<void>
}

const width = 1280
const height = 720

/** Shells of the pictures show nothing of the machine that makes them. */
const plainHome = async (home: string): Promise<Record<string, string>> => {
  await mkdir(home, { recursive: true })
  await writeFile(join(home, '.bashrc'), String.raw`PS1='\[\e[1;34m\]\W\[\e[0m\] $ '`)
  return { HOME: home, SHELL: '/bin/bash', GIT_PAGER: 'cat' }
}

/** A bench on a folder of its own, in a window of the size that the pictures have. */
export const openStage = async (browser: Browser, dataDir: string): Promise<Stage> => {
  const environment = await plainHome(join(dirname(dataDir), 'home'))
  let bench = await startBench(dataDir, environment)
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
  let team: Promise<Team> | undefined
  let engine: TestEngine | undefined
  return {
    page,
    dataDir,
    team() {
      team ??= openTeam()
      return team
    },
    async engine() {
      engine = await startEngine((line) => void process.stderr.write(`${line}\n`))
      if (engine.missing)
        throw new Error(`The pictures of a stack need a container engine: ${engine.missing}.`)
    },
    async settle() {
      await page.evaluate(async () => {
        await document.fonts.ready
        // What turns for as long as something goes on never finishes.
        const ending = document
          .getAnimations()
          .filter((one) => one.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
        await Promise.all(ending.map((one) => one.finished.catch(() => undefined)))
        await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
      })
    },
    async cutPower() {
      await bench.kill()
      bench = await startBench(dataDir, environment)
      await page.goto(bench.url)
    },
    async close() {
      await context.close()
      await bench.stop()
      await (await team)?.close()
      await engine?.stop()
    },
  }
}
