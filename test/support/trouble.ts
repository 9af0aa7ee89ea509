import type { BrowserContext, Page } from '@playwright/test'

/** What a journey must not see: a request outside the bench's own origin, a console error, an uncaught error. */
export interface Trouble {
  /** Watches every page of a context, those to come included. `isOwn` tells the bench's own addresses. */
  watch(context: BrowserContext, isOwn: (address: string) => boolean): void
  /** While the host is down on purpose, what the page logs is no trouble: it cannot load what it is made of. */
  hostIsDown(down: boolean): void
  found(): readonly string[]
}

/** What Chromium says when a container's network comes or goes while it loads; the window loads it again. */
export const networkChanged = 'net::ERR_NETWORK_CHANGED'

const harmless = /^(data|blob|about|devtools):/

export const watchForTrouble = (): Trouble => {
  const found: string[] = []
  let down = false

  const watchPage = (page: Page, isOwn: (address: string) => boolean) => {
    const leaves = (kind: string, address: string) => {
      if (!harmless.test(address) && !isOwn(address)) found.push(`${kind} outside the bench: ${address}`)
    }
    page.on('request', (request) => leaves('request', request.url()))
    page.on('websocket', (socket) => leaves('web socket', socket.url()))
    page.on('pageerror', (error) => found.push(`uncaught: ${error.stack ?? error.message}`))
    page.on('console', (message) => {
      if (message.type() === 'error' && !down && !message.text().includes(networkChanged))
        found.push(`console: ${message.text()} (${message.location().url})`)
    })
  }

  return {
    watch(context, isOwn) {
      for (const page of context.pages()) watchPage(page, isOwn)
      context.on('page', (page) => watchPage(page, isOwn))
    },
    hostIsDown(now) {
      down = now
    },
    found: () => found,
  }
}
