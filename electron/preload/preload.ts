import { contextBridge, ipcRenderer, webUtils } from 'electron'
import type {
  ActAnswer,
  ActInput,
  ActOutput,
  DesktopActName,
  DesktopBridge,
  HostState,
  MenuCommand,
  PortHandOver,
} from '../../shared/contract/desktop.ts'
import { channels } from '../channels.ts'

const act =
  <N extends DesktopActName>(name: N) =>
  (input: ActInput<N>): Promise<ActAnswer<ActOutput<N>>> =>
    ipcRenderer.invoke(channels.act, name, input)

const on = <T>(channel: string, listener: (value: T) => void) => {
  const receive = (_event: unknown, value: T) => listener(value)
  ipcRenderer.on(channel, receive)
  return () => void ipcRenderer.off(channel, receive)
}

// A port cannot pass through the context bridge; a window message to our own origin can carry it.
const handOver: PortHandOver = 'casebench:port'
ipcRenderer.on(channels.port, (event) => window.postMessage(handOver, '/', event.ports))

const bridge: DesktopBridge = {
  shell: 'desktop',
  platform: process.platform,
  acts: {
    pickFiles: act('pickFiles'),
    pickFolder: act('pickFolder'),
    pickSavePath: act('pickSavePath'),
    reveal: act('reveal'),
    notify: act('notify'),
    storeSecret: act('storeSecret'),
    readSecret: act('readSecret'),
    openExternal: act('openExternal'),
    openWindow: act('openWindow'),
  },
  connect: () => ipcRenderer.send(channels.connect),
  onHost: (listener) => {
    const dispose = on<HostState>(channels.host, listener)
    ipcRenderer.send(channels.watchHost)
    return dispose
  },
  retryHost: () => ipcRenderer.send(channels.retryHost),
  onCommand: (listener) => on<MenuCommand>(channels.command, listener),
  onRoute: (listener) => on<string>(channels.route, listener),
  pathForFile: (file) => (file instanceof File ? webUtils.getPathForFile(file) : ''),
}

contextBridge.exposeInMainWorld('casebench', bridge)
