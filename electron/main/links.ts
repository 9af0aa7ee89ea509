import type { MessageChannelMain, WebContents } from 'electron'
import type { HostState } from '../../shared/contract/desktop.ts'
import { channels } from '../channels.ts'
import type { HostSupervisor } from './host.ts'

type Port = MessageChannelMain['port1']

export interface Links {
  /** A page wants a port to the host: now, and again each time the host was restarted. */
  connect(page: WebContents): void
  /** A page wants to know how the host is. */
  watch(page: WebContents): void
}

/** Joins pages to the host, and keeps them joined across its restarts. */
export const linkPages = (host: HostSupervisor<Port>, channel: () => MessageChannelMain): Links => {
  const connected = new Set<WebContents>()
  const watching = new Set<WebContents>()
  let state: HostState = { is: 'starting' }

  const handOver = (page: WebContents) => {
    const { port1, port2 } = channel()
    if (host.connect(port1)) page.postMessage(channels.port, null, [port2])
  }

  const keep = (pages: Set<WebContents>, page: WebContents) => {
    if (pages.has(page)) return
    pages.add(page)
    page.once('destroyed', () => pages.delete(page))
  }

  host.onState((now) => {
    state = now
    for (const page of watching) page.send(channels.host, now)
    if (now.is === 'running') for (const page of connected) handOver(page)
  })

  return {
    connect(page) {
      keep(connected, page)
      handOver(page)
    },
    watch(page) {
      keep(watching, page)
      page.send(channels.host, state)
    },
  }
}
