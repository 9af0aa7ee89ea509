import type { Browser, BrowserContext, Page, Request } from '@playwright/test'
import { type BenchProcess, startBench } from './bench-process.ts'
import type { Shell, Surroundings } from './shell.ts'
import { networkChanged, type Trouble } from './trouble.ts'

/** Names resolve to nothing, so that what would leave the machine also fails in the page. */
export const offline = ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1']

const originOf = (address: string) => {
  const { protocol, host } = new URL(address)
  return `${protocol.replace('ws', 'http')}//${host}`
}

/**
 * Opens a page, again where Chromium gave up the page itself or what loads the rest of it again: it takes the networks of
 * containers that come and go for the machine's own, and drops what it is loading.
 */
const openWhole = async (page: Page, url: string): Promise<void> => {
  for (let whole = false; !whole; ) {
    whole = true
    const onFailed = (request: Request) => {
      const { pathname } = new URL(request.url())
      if (request.failure()?.errorText === networkChanged && pathname === '/load-again.js') whole = false
    }
    page.on('requestfailed', onFailed)
    await page.goto(url).catch((error: unknown) => {
      if (!String(error).includes(networkChanged)) throw error
      whole = false
    })
    page.off('requestfailed', onFailed)
    if (!whole) await page.goto('about:blank')
  }
}

/** The browser shell: its host as a process, its page in a fresh context of Chromium. */
export const browserShell = (browser: Browser, trouble: Trouble, env: Surroundings = {}): Shell => {
  const origins = new Set<string>()
  let context: BrowserContext | undefined
  let bench: BenchProcess | undefined

  const contextOf = async () => {
    if (context) return context
    context = await browser.newContext()
    trouble.watch(context, (address) => origins.has(originOf(address)))
    return context
  }

  return {
    async open(dataDir) {
      bench = await startBench(dataDir, env)
      origins.add(originOf(bench.url))
      const window = await contextOf()
      const page = window.pages()[0] ?? (await window.newPage())
      await openWhole(page, bench.url)
      return page
    },
    stop: async () => bench?.stop(),
    kill: async () => bench?.kill(),
    async close() {
      await context?.close()
      await bench?.stop()
    },
  }
}
