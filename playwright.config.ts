import { fileURLToPath } from 'node:url'
import { defineConfig } from '@playwright/test'
import { offline } from './test/support/browser.ts'
import { findChromium } from './test/support/chromium.ts'

// Workers load this file too; the environment spares them the search.
process.env.CASEBENCH_CHROMIUM ??= (await findChromium()).path

// Each journey starts a host; with compiled code that is kept, as "npm start" does, it is there in half the time.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('node_modules/.cache/compiled', import.meta.url))

export default defineConfig({
  testDir: 'test/e2e',
  globalSetup: './test/support/built.ts',
  outputDir: 'test-results',
  workers: 1,
  // A journey that fails once in a while has a cause, in the window or in itself: the closing lines name it.
  retries: 1,
  // A busy machine is slow, and slow is not wrong: these only end what hangs.
  timeout: 240_000,
  expect: { timeout: 45_000 },
  forbidOnly: true,
  reporter: [['dot']],
  use: {
    trace: 'retain-on-failure',
    viewport: { width: 1440, height: 900 },
    launchOptions: { executablePath: process.env.CASEBENCH_CHROMIUM, args: offline },
  },
  projects: [{ name: 'browser-shell', testIgnore: '**/desktop.spec.ts' }, { name: 'desktop-shell' }],
})
