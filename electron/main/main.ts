import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  protocol,
  session,
  shell,
  utilityProcess,
} from 'electron'
import { pageHeaders } from '../../shared/lib/page-headers.ts'
import { channels } from '../channels.ts'
import { desktopTable } from './acts.ts'
import { parseArguments, profileDir } from './argv.ts'
import { guardContents, guardSession } from './guard.ts'
import { superviseHost } from './host.ts'
import { blobOf, serveImages } from './images.ts'
import { listen } from './ipc.ts'
import { linkPages } from './links.ts'
import { menuTemplate } from './menu.ts'
import { appScheme } from './navigation.ts'
import { privilegedScheme, serveRenderer } from './protocol.ts'
import { openSecrets } from './secrets.ts'
import { notify, systemKeyStore, toFront } from './system.ts'
import { openWindow } from './window.ts'

const built = {
  host: fileURLToPath(new URL('../../dist/host/desktop.js', import.meta.url)),
  preload: fileURLToPath(new URL('../../dist/electron/preload.cjs', import.meta.url)),
  renderer: fileURLToPath(new URL('../../dist/renderer/', import.meta.url)),
}

/** Builds the desktop shell, by hand, once the system is ready for it. */
const run = async (dataDir: string | undefined) => {
  await app.whenReady()
  const profile = app.getPath('userData')
  const open = (route?: string) =>
    openWindow({ preload: built.preload, stateFile: join(profile, 'window.json'), ...(route && { route }) })

  guardSession(session.defaultSession)
  const host = superviseHost({
    now: () => performance.now(),
    fork: () =>
      utilityProcess.fork(built.host, dataDir === undefined ? [] : ['--data', dataDir], {
        serviceName: 'Casebench host',
      }),
  })
  const files = serveRenderer(built.renderer, pageHeaders)
  const images = serveImages(() => {
    const { port1, port2 } = new MessageChannelMain()
    return host.connect(port1) ? port2 : undefined
  })
  protocol.handle(appScheme, (request) => {
    const blob = blobOf(request.url)
    return blob === undefined ? files(request) : images(blob)
  })
  const secrets = openSecrets(join(profile, 'secrets.json'), systemKeyStore())
  listen(ipcMain, {
    acts: desktopTable({ dialog, shell, secrets, notify, openWindow: open }),
    links: linkPages(host, () => new MessageChannelMain()),
    retryHost: host.retry,
    windowOf: BrowserWindow.fromWebContents,
  })
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(
      menuTemplate({
        mac: process.platform === 'darwin',
        packaged: app.isPackaged,
        run: (command) => BrowserWindow.getFocusedWindow()?.webContents.send(channels.command, command),
        newWindow: () => void open(),
      }),
    ),
  )

  live(() => open(), host.stop)
  open()
}

/** From the first window to the last: one instance, and no end before the host has closed its bench. */
const live = (open: () => BrowserWindow, stopHost: () => Promise<void>) => {
  const front = () => {
    const [window = open()] = BrowserWindow.getAllWindows()
    toFront(window)
  }
  app.on('second-instance', front)
  app.on('activate', front)
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  let stopped = false
  app.on('will-quit', (event) => {
    if (stopped) return
    event.preventDefault()
    void stopHost().finally(() => {
      stopped = true
      app.quit()
    })
  })
}

/** What nobody foresaw, as a person without a terminal can read it. */
const fail = (error: unknown) => {
  dialog.showErrorBox('Casebench could not start', `${error}\n\nYour data was not touched.`)
  app.exit(1)
}

const asked = parseArguments(process.argv, { cwd: process.cwd(), env: process.env })
if (!asked.ok) {
  process.stderr.write(`${asked.message}\n`)
  app.exit(2)
} else {
  const profile = profileDir(app.getPath('appData'), asked.dataDir)
  mkdirSync(profile, { recursive: true, mode: 0o700 })
  app.setPath('userData', profile)
  app.enableSandbox()
  protocol.registerSchemesAsPrivileged([privilegedScheme])
  guardContents(app, shell)
  if (app.requestSingleInstanceLock()) run(asked.dataDir).catch(fail)
  else app.quit()
}
