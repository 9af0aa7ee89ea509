import type { MenuItemConstructorOptions } from 'electron'
import type { MenuCommand } from '../../shared/contract/desktop.ts'

export interface MenuOptions {
  mac: boolean
  /** A developer's checkout has the developer tools. */
  packaged: boolean
  /** Sends a command to the window in front. */
  run(command: MenuCommand): void
  newWindow(): void
}

const line: MenuItemConstructorOptions = { type: 'separator' }

/** The native menu. What belongs to the page is a command of its table; the page owns those shortcuts. */
export const menuTemplate = ({
  mac,
  packaged,
  run,
  newWindow,
}: MenuOptions): MenuItemConstructorOptions[] => {
  const command = (label: string, id: MenuCommand): MenuItemConstructorOptions => ({
    id,
    label,
    click: () => run(id),
  })
  const settings = command('Settings…', 'go.settings')
  return [
    ...(mac ? [appMenu(settings)] : []),
    {
      label: '&File',
      submenu: [
        command('New case', 'case.new'),
        { id: 'window.new', label: 'New window', accelerator: 'CmdOrCtrl+Shift+N', click: newWindow },
        line,
        command('Import…', 'begin.import'),
        command('Back up…', 'bench.backup'),
        ...(mac ? [] : [line, settings]),
        line,
        { role: mac ? 'close' : 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: '&Go',
      submenu: [command('Queue', 'go.queue'), command('Search or run a command', 'window.palette')],
    },
    {
      label: '&Team',
      submenu: [command('Connect to your team…', 'begin.sync'), command('Sync', 'go.sync')],
    },
    {
      label: '&View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        line,
        { role: 'togglefullscreen' },
        ...(packaged ? [] : [line, { role: 'reload' } as const, { role: 'toggleDevTools' } as const]),
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        command('Keyboard shortcuts', 'window.shortcuts'),
        ...(mac ? [] : [{ role: 'about' } as const]),
      ],
    },
  ]
}

const appMenu = (settings: MenuItemConstructorOptions): MenuItemConstructorOptions => ({
  role: 'appMenu',
  submenu: [
    { role: 'about' },
    line,
    settings,
    line,
    { role: 'services' },
    line,
    { role: 'hide' },
    { role: 'hideOthers' },
    { role: 'unhide' },
    line,
    { role: 'quit' },
  ],
})
