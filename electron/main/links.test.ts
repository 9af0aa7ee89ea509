import { EventEmitter } from 'node:events'
import type { MessageChannelMain, WebContents } from 'electron'
import { expect, test } from 'vitest'
import type { HostState } from '../../shared/contract/desktop.ts'
import { type Links, linkPages } from './links.ts'

/** A host that is as the test says, and pages that write down what they are sent. */
const desk = () => {
  let state: HostState = { is: 'starting' }
  const listeners = new Set<(state: HostState) => void>()
  let made = 0
  const channel = () => {
    made += 1
    return { port1: `host ${made}`, port2: `page ${made}` } as unknown as MessageChannelMain
  }
  const links: Links = linkPages(
    {
      connect: () => state.is === 'running',
      onState(listener) {
        listeners.add(listener)
        listener(state)
        return () => listeners.delete(listener)
      },
      retry: () => undefined,
      stop: async () => undefined,
    },
    channel,
  )
  const become = (next: HostState) => {
    state = next
    for (const listener of listeners) listener(next)
  }
  const page = () => {
    const sent: unknown[] = []
    const contents = Object.assign(new EventEmitter(), {
      send: (_channel: string, value: HostState) => sent.push(value.is),
      postMessage: (_channel: string, _message: unknown, ports: unknown[]) => sent.push(...ports),
    })
    return { sent, contents: contents as unknown as WebContents, destroy: () => contents.emit('destroyed') }
  }
  return { links, become, page }
}

test('a page that asks early gets its port when the host runs, and another after each restart', () => {
  const { links, become, page } = desk()
  const { contents, sent } = page()
  links.connect(contents)
  expect(sent).toEqual([])
  become({ is: 'running' })
  become({ is: 'starting' })
  become({ is: 'running' })
  expect(sent).toHaveLength(2)
  expect(new Set(sent).size).toBe(2)
})

test('a page that asks later gets one at once; each page its own', () => {
  const { links, become, page } = desk()
  become({ is: 'running' })
  const [one, other] = [page(), page()]
  links.connect(one.contents)
  links.connect(other.contents)
  expect([one.sent, other.sent].flat()).toHaveLength(2)
  expect(one.sent).not.toEqual(other.sent)
})

test('a page that watches is told now and at each change', () => {
  const { links, become, page } = desk()
  const { contents, sent } = page()
  links.watch(contents)
  become({ is: 'running' })
  expect(sent).toEqual(['starting', 'running'])
})

test('a page that is gone is sent nothing', () => {
  const { links, become, page } = desk()
  const { contents, sent, destroy } = page()
  links.connect(contents)
  links.watch(contents)
  destroy()
  become({ is: 'running' })
  expect(sent).toEqual(['starting'])
})
