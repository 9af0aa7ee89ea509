import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test'
import react from '@vitejs/plugin-react'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { history, local } from '../../shared/contract/desk.ts'
import { type Endpoints, implement } from '../../shared/wire/server.ts'
import { findChromium } from '../support/chromium.ts'
import { patience } from '../support/patience.ts'
import { openShell, type TestShell } from './serve-support.ts'

/** Longer than any machine needs; what it waits for comes by itself. */
const eventually = <T>(ask: () => T) => expect.poll(ask, patience)

let browser: Browser
let built: string
beforeAll(async () => {
  built = mkdtempSync(join(tmpdir(), 'casebench-page-'))
  await build({
    configFile: false,
    root: fileURLToPath(new URL('./serve-page/', import.meta.url)),
    base: './',
    logLevel: 'error',
    plugins: [react()],
    build: { outDir: built, emptyOutDir: true, modulePreload: { polyfill: false } },
  })
  browser = await chromium.launch({ executablePath: (await findChromium()).path })
})
afterAll(async () => {
  await browser?.close()
  rmSync(built, { recursive: true, force: true })
})

/** A host whose live view shows `label`, and which counts the views that are open. */
const endpointsOf = (label: string) => {
  const views = { open: 0 }
  const endpoints: Endpoints = new Map([
    ...implement(history, {
      async *watch(_, { signal }) {
        views.open += 1
        yield { undo: label, redo: null }
        await new Promise<void>((resolve) =>
          signal.addEventListener('abort', () => resolve(), { once: true }),
        )
        views.open -= 1
      },
      undo: () => ({ label: '' }),
      redo: () => ({ label: '' }),
      async *replay() {
        yield { label: '', step: 1, done: 1, total: 1 }
      },
    }),
    ...implement(local, {
      get: async ({ key }) => {
        if (key === 'bad') throw new Error('bad key')
        return { value: `value of ${key}` }
      },
      put: () => ({}),
      list: () => ({ entries: [] }),
    }),
  ])
  return { endpoints, views }
}

let folder: string
let shell: TestShell
let views: { open: number }
let context: BrowserContext
let page: Page
let complaints: string[]

const startShell = async (label: string, port = 0) => {
  const host = endpointsOf(label)
  views = host.views
  shell = await openShell({
    endpoints: host.endpoints,
    rendererDir: built,
    dataDir: folder,
    port,
    limits: { drainMs: 200 },
  })
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'casebench-page-data-'))
  await startShell('first')
  context = await browser.newContext()
  page = await context.newPage()
  complaints = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(shell.shell.link())
})
afterEach(async () => {
  await context.close()
  await shell.shell.close()
  rmSync(folder, { recursive: true, force: true })
})

const sees = (id: string, text: string) => eventually(() => page.textContent(`#${id}`)).toContain(text)
const shownTexts = () => page.evaluate(() => (window as unknown as { shown: string[] }).shown)

describe('a page in a real browser', () => {
  it('signs in, shows what the host says, and keeps nothing of the link', async () => {
    await sees('state', 'open')
    await sees('watched', 'live: first')
    await sees('asked', 'one ended: value of one')
    expect(page.url()).toBe(`${shell.base}/`)
    expect(await page.evaluate(() => document.cookie)).toBe('')
    expect(complaints).toEqual([])
  })

  it('stays signed in when it is loaded again, and in a second window', async () => {
    await sees('state', 'open')
    await page.reload()
    await sees('watched', 'live: first')
    const second = await context.newPage()
    await second.goto(shell.base)
    await eventually(() => second.textContent('#state')).toBe('open')
  })

  it('shows what the host says after a restart, by itself', async () => {
    await sees('watched', 'live: first')
    const { port } = shell.shell
    await shell.shell.close()
    await sees('state', 'lost')
    await startShell('second', port)
    await sees('watched', 'live: second')
    await sees('state', 'open')
  })

  it('closes its live views when they are not shown any more, once each also in strict mode', async () => {
    await sees('watched', 'live: first')
    await eventually(() => views.open).toBe(1)
    await page.click('#close')
    await eventually(() => views.open).toBe(0)
  })

  it('never shows the value of something else, unless it is told to keep it meanwhile', async () => {
    await sees('asked', 'value of one')
    await page.fill('input', 'two')
    await sees('asked', 'two ended: value of two')
    await page.click('#keep')
    await page.fill('input', 'three')
    await sees('asked', 'three ended: value of three')
    const texts = (await shownTexts()).filter((text) => text.includes('loading'))
    expect(texts).toContain('two loading: ')
    expect(texts).toContain('three loading: value of two')
    expect(texts).not.toContain('two loading: value of one')
  })

  it('shows why something failed, and asks again when it is told to', async () => {
    await page.fill('input', 'bad')
    await sees('asked', 'bad failed: Something unexpected failed: bad key')
    await page.click('#retry')
    await expect
      .poll(async () => (await shownTexts()).filter((text) => text.startsWith('bad loading')).length)
      .toBe(2)
    await sees('asked', 'bad failed')
  })

  it('is told why it is signed out', async () => {
    await context.clearCookies()
    await page.reload()
    await sees('state', 'signed-out')
  })
})
