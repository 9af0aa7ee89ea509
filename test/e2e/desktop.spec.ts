import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { desktopShell, killDesktopHost } from '../support/desktop.ts'
import { test as base, expect } from '../support/shell.ts'
import { watchForTrouble } from '../support/trouble.ts'

/** What only the desktop shell has; the journeys of all shells are beside this file. */
const test = base.extend<{ desktop: { app: ElectronApplication; page: Page } }>({
  desktop: async ({ shells }, use, info) => {
    info.skip(info.project.name !== 'desktop-shell', 'The browser shell has no native window.')
    info.skip(shells.missing !== undefined, shells.missing)
    const folder = await mkdtemp(join(tmpdir(), 'casebench-desktop-'))
    const shell = desktopShell(watchForTrouble())
    try {
      const page = await shell.open(join(folder, 'bench'))
      await use({ app: shell.app(), page })
    } finally {
      await shell.close()
      await rm(folder, { recursive: true, force: true })
    }
  },
})

test('the page has the bridge and nothing of Node or Electron', async ({ desktop: { page } }) => {
  const found = await page.evaluate(() => ({
    shell: (window as unknown as { casebench: { shell: string } }).casebench.shell,
    leaks: ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron'].filter(
      (name) => name in window,
    ),
    origin: location.origin,
  }))
  expect(found).toEqual({ shell: 'desktop', leaks: [], origin: 'casebench://app' })
})

test('the content security policy stands: no eval, no inline script, no foreign connection', async ({
  desktop: { page },
}) => {
  const outcome = await page.evaluate(async () => {
    const inline = document.createElement('script')
    inline.textContent = 'window.inlineRan = true'
    document.head.append(inline)
    const evaluates = () => new Function('return true')() === true
    let evaluated = false
    try {
      evaluated = evaluates()
    } catch {
      // The policy refused it, which is what is hoped for.
    }
    const fetched = await fetch('http://127.0.0.1:9/').then(
      () => true,
      () => false,
    )
    return { inline: 'inlineRan' in window, evaluated, fetched }
  })
  expect(outcome).toEqual({ inline: false, evaluated: false, fetched: false })
})

test('no page leaves its origin and no second window opens', async ({ desktop: { app, page } }) => {
  // What the policy lets out is handed to the system; here it is only written down.
  await app.evaluate(({ shell }) => {
    const opened: string[] = []
    Object.assign(shell, { openExternal: async (url: string) => void opened.push(url), opened })
  })
  await page.evaluate(() => {
    window.open('https://example.com/window')
    window.open('file:///etc/passwd')
    location.href = 'https://example.com/navigated'
  })
  await expect
    .poll(() => app.evaluate(({ shell }) => (shell as unknown as { opened: string[] }).opened))
    .toEqual(['https://example.com/window', 'https://example.com/navigated'])
  expect(app.windows()).toHaveLength(1)
  expect(page.url()).toMatch(/^casebench:\/\/app\//)
})

test('permissions are denied but for the two that the page needs', async ({ desktop: { page } }) => {
  const states = await page.evaluate(() =>
    Promise.all(
      ['geolocation', 'camera', 'midi', 'notifications'].map(async (name) => {
        const { state } = await navigator.permissions.query({ name: name as PermissionName })
        return [name, state]
      }),
    ),
  )
  expect(Object.fromEntries(states)).toEqual({
    geolocation: 'denied',
    camera: 'denied',
    midi: 'denied',
    notifications: 'granted',
  })
})

test('a host that dies is started again, and the page is told and joined to it', async ({
  desktop: { app, page },
}) => {
  const states = await page.evaluateHandle(() => {
    const seen: string[] = []
    const { casebench } = window as unknown as {
      casebench: { onHost(listener: (state: { is: string }) => void): void; connect(): void }
    }
    casebench.onHost(({ is }) => seen.push(is))
    addEventListener('message', ({ ports }) => ports.length > 0 && seen.push('port'))
    casebench.connect()
    return seen
  })
  await expect.poll(() => states.jsonValue()).toContain('running')
  await killDesktopHost(app)
  await expect
    .poll(async () => (await states.jsonValue()).slice(-4))
    .toEqual(['restarting', 'starting', 'running', 'port'])
})
