import { readFileSync, writeFileSync } from 'node:fs'
import { BrowserWindow, dialog, nativeTheme, screen } from 'electron'
import { appOrigin } from './navigation.ts'
import { cascade, minimumSize, parseWindowState, placeWindow, type WindowState } from './window-state.ts'

export interface WindowOptions {
  preload: string
  /** Where the state of the last window is remembered. */
  stateFile: string
  /** The part of the page's address after `#`. */
  route?: string
}

/** Reloads after a crash of the page; then a person is asked. */
const reloadsAtMost = 3

/** A window on the bench, in the strictest settings that Electron has. */
export const openWindow = ({ preload, stateFile, route = '' }: WindowOptions): BrowserWindow => {
  const saved = cascade(readState(stateFile), BrowserWindow.getAllWindows().length)
  const { maximized, fullScreen, ...bounds } = placeWindow(saved, workAreas())
  const window = new BrowserWindow({
    ...bounds,
    minWidth: minimumSize.width,
    minHeight: minimumSize.height,
    // Said at all, "no" would take the button for it away on macOS.
    ...(fullScreen && { fullscreen: true }),
    show: false,
    title: 'Casebench',
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#16181d' : '#ffffff',
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      // Elsewhere Chromium would fetch its dictionaries from the network.
      spellcheck: process.platform === 'darwin',
    },
  })
  if (maximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => writeState(stateFile, window))
  recover(window)
  void window.loadURL(`${appOrigin}/${route ? `#${route}` : ''}`)
  return window
}

const recover = (window: BrowserWindow) => {
  let reloads = 0
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return
    reloads += 1
    if (reloads <= reloadsAtMost) return window.webContents.reload()
    void dialog
      .showMessageBox(window, {
        type: 'error',
        message: 'This window keeps failing.',
        detail: `It was reloaded ${reloadsAtMost} times. What was saved is kept, and so are drafts.`,
        buttons: ['Reload', 'Close'],
      })
      .then(({ response }) => (response === 0 ? window.webContents.reload() : window.destroy()))
  })
}

const workAreas = () => {
  const primary = screen.getPrimaryDisplay()
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id)
  return [primary, ...others].map(({ workArea }) => workArea)
}

const readState = (file: string): WindowState | undefined => {
  try {
    return parseWindowState(readFileSync(file, 'utf8'))
  } catch {
    // The first start has none.
    return undefined
  }
}

const writeState = (file: string, window: BrowserWindow) => {
  const state: WindowState = {
    ...window.getNormalBounds(),
    maximized: window.isMaximized(),
    fullScreen: window.isFullScreen(),
  }
  try {
    writeFileSync(file, JSON.stringify(state))
  } catch {
    // A full or read-only disk costs the window its place, and must not keep it from closing.
  }
}
