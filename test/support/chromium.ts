import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from '@playwright/test'
import { installWithApt, installWithPlaywright, unpackFromNpm } from './chromium-install.ts'

export interface Step {
  name: string
  /** The binary, or null where this step has none to offer. */
  find(): Promise<string | null>
}

const LAUNCH_LIMIT_MS = 30_000

const ON_PATH = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
]

const inPath = (env: NodeJS.ProcessEnv): string[] =>
  ON_PATH.flatMap((name) => (env.PATH ?? '').split(delimiter).map((folder) => join(folder, name))).filter(
    existsSync,
  )

/** Whether a binary really shows a page; a stub, a missing library or a wrong machine all end here. */
const shows = async (executablePath: string): Promise<boolean> => {
  try {
    await using browser = await chromium.launch({ executablePath, timeout: LAUNCH_LIMIT_MS })
    const page = await browser.newPage()
    await page.setContent('<p>shown</p>')
    return (await page.textContent('p')) === 'shown'
  } catch {
    // Why it cannot is of no interest: the next step may have one that can.
    return false
  }
}

/** The first binary that works, looking no further than needed. */
export const firstThatShows = async (
  steps: readonly Step[],
  works: (path: string) => Promise<boolean>,
): Promise<{ path: string; from: string } | null> => {
  for (const { name, find } of steps) {
    const path = await find()
    if (path !== null && (await works(path))) return { path, from: name }
  }
  return null
}

const existing = (path: string) => async (): Promise<string | null> => (existsSync(path) ? path : null)

/** Where a Chromium may be, nearest first; the last ones install one. */
export const stepsOf = (env: NodeJS.ProcessEnv): Step[] => [
  { name: 'the cache of Playwright', find: existing(chromium.executablePath()) },
  ...inPath(env).map((path) => ({ name: 'PATH', find: async () => path })),
  { name: 'the package @sparticuz/chromium', find: unpackFromNpm },
  { name: 'apt-get', find: async () => ((await installWithApt()) ? (inPath(env)[0] ?? null) : null) },
  {
    name: 'playwright install',
    find: async () => ((await installWithPlaywright()) ? existing(chromium.executablePath())() : null),
  },
]

const NONE = [
  'No Chromium that works was found, and none could be installed, so the end-to-end tests cannot run.',
  'Do one of these, then run npm test again:',
  '  npx playwright install --with-deps chromium',
  '  apt-get update && apt-get install -y chromium          (Debian, as root)',
  '  CASEBENCH_CHROMIUM=/path/to/chromium npm test',
].join('\n')

/** A Chromium for the end-to-end tests: the one that `CASEBENCH_CHROMIUM` names, else found, else installed. */
export const findChromium = async (
  env: NodeJS.ProcessEnv = process.env,
): Promise<{ path: string; from: string }> => {
  const named = env.CASEBENCH_CHROMIUM
  if (named !== undefined && named !== '') {
    if (await shows(named)) return { path: named, from: 'CASEBENCH_CHROMIUM' }
    throw new Error(
      `CASEBENCH_CHROMIUM names ${named}, which does not show a page. Name another, or unset it.`,
    )
  }
  const found = await firstThatShows(stepsOf(env), shows)
  if (found === null) throw new Error(NONE)
  return found
}
