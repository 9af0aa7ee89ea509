import type { BrowserWindow, IpcMain, IpcMainEvent, IpcMainInvokeEvent } from 'electron'
import { channels } from '../channels.ts'
import { type ActTable, performAct } from './acts.ts'
import type { Links } from './links.ts'
import { isOwn } from './navigation.ts'

export interface IpcOptions {
  acts: ActTable
  links: Links
  retryHost(): void
  windowOf(page: IpcMainEvent['sender']): BrowserWindow | null
}

type Sent = Pick<IpcMainInvokeEvent, 'senderFrame'>

/** Whether a message comes from the main frame of our own page; nothing else that speaks to this process is heard. */
export const isTrusted = ({ senderFrame }: Sent): boolean =>
  senderFrame !== null && senderFrame.parent === null && isOwn(senderFrame.url)

/** Listens to the preload's messages. */
export const listen = (ipc: IpcMain, { acts, links, retryHost, windowOf }: IpcOptions): void => {
  const on = (channel: string, listener: (page: IpcMainEvent['sender']) => void) =>
    ipc.on(channel, (event) => {
      if (isTrusted(event)) listener(event.sender)
    })

  on(channels.connect, links.connect)
  on(channels.watchHost, links.watch)
  on(channels.retryHost, retryHost)
  ipc.handle(channels.act, (event, name: unknown, input: unknown) => {
    const window = isTrusted(event) && windowOf(event.sender)
    if (!window) throw new Error('This page may not ask for desktop acts.')
    return performAct(acts, window, { name, input })
  })
}
