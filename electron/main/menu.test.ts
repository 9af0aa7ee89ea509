import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, test, vi } from 'vitest'
import { menuCommands } from '../../shared/contract/desktop.ts'
import { menuTemplate } from './menu.ts'

type Item = MenuItemConstructorOptions

const items = (list: readonly Item[]): Item[] =>
  list.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? items(item.submenu) : [])])

const build = (options: Partial<Parameters<typeof menuTemplate>[0]> = {}) => {
  const run = vi.fn()
  const template = menuTemplate({ mac: false, packaged: true, run, newWindow: vi.fn(), ...options })
  return { run, all: items(template), template }
}

describe.each([true, false])('the menu (mac: %s)', (mac) => {
  test('offers every command once, and each item runs its own', () => {
    const { all, run } = build({ mac })
    const offered = all.filter((item) => (menuCommands as readonly unknown[]).includes(item.id))
    expect(offered.map(({ id }) => id).sort()).toEqual([...menuCommands].sort())
    for (const item of offered) {
      // What Electron passes to a click is not used.
      ;(item.click as () => void)()
      expect(run).toHaveBeenLastCalledWith(item.id)
    }
  })

  test('every item has a label, a role or is a line', () => {
    for (const item of build({ mac }).all)
      expect(item.label ?? item.role ?? item.type, JSON.stringify(item)).toBeTruthy()
  })

  test('can be left', () => {
    expect(build({ mac }).all.some(({ role }) => role === 'quit')).toBe(true)
  })
})

test('a packaged app has no developer tools', () => {
  const tools = (packaged: boolean) => build({ packaged }).all.some(({ role }) => role === 'toggleDevTools')
  expect([tools(true), tools(false)]).toEqual([false, true])
})
