import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { Page } from '@playwright/test'
import { WebSocketServer } from 'ws'
import { spawnPty } from '../../../host/terminal/process/pty.ts'
import { drawnAt, type ScreenSize, showBareTerminal } from './bare-terminal.ts'

/** Characters, as of VS Code's FlowControlConstants (src/vs/platform/terminal/common/terminalProcess.ts). */
const high = 100_000
const low = 5000
const ack = 5000

/** A pty over a socket into xterm.js, paced by VS Code's watermarks. Answers milliseconds until the text is drawn. */
export const rivalTime = async (
  page: Page,
  { program, args, size, last }: { program: string; args: string[]; size: ScreenSize; last: string },
): Promise<number> => {
  await showBareTerminal(page, size)
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
  server.on('connection', (socket) => {
    let unread = 0
    let paused = false
    const pty = spawnPty({ ...size, program, args, folder: '/', env: { PATH: process.env.PATH ?? '' } })
    pty.onData((bytes) => {
      unread += bytes.length
      socket.send(bytes)
      if (paused || unread <= high) return
      paused = true
      pty.pause()
    })
    socket.on('message', () => {
      unread -= ack
      if (!paused || unread >= low) return
      paused = false
      pty.resume()
    })
  })
  await once(server, 'listening')
  try {
    const { port } = server.address() as AddressInfo
    const began = await page.evaluate(
      ([where, lot]) => {
        const { term } = globalThis as unknown as {
          term: { write(bytes: Uint8Array, done: () => void): void }
        }
        const socket = new WebSocket(`ws://127.0.0.1:${where}`)
        socket.binaryType = 'arraybuffer'
        let drawn = 0
        socket.onmessage = ({ data }) => {
          const bytes = new Uint8Array(data)
          term.write(bytes, () => {
            for (drawn += bytes.length; drawn >= lot; drawn -= lot) socket.send('')
          })
        }
        return performance.now()
      },
      [port, ack] as const,
    )
    return (await drawnAt(page, '.xterm-rows', last)) - began
  } finally {
    for (const client of server.clients) client.terminate()
    server.close()
  }
}
