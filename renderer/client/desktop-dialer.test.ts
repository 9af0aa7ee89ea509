import { describe, expect, it } from 'vitest'
import { history } from '../../shared/contract/desk.ts'
import { connect as connectWire } from '../../shared/wire/client.ts'
import { implement, serve } from '../../shared/wire/server.ts'
import { desktopDialer } from './desktop-dialer.ts'
import { portWire } from './port-wire.ts'

/** A window to which a preload hands ports, and which counts how often it was asked to. */
const desktop = () => {
  const listeners: ((event: MessageEvent<unknown>) => void)[] = []
  const asked = { times: 0 }
  const window = {
    addEventListener: (_: 'message', listener: (event: MessageEvent<unknown>) => void) =>
      void listeners.push(listener),
  }
  const post = (data: unknown, ports: MessagePort[], source: unknown = window) => {
    for (const listener of listeners) listener({ data, ports, source } as unknown as MessageEvent<unknown>)
  }
  const connect = () => {
    asked.times += 1
  }
  const dialer = desktopDialer({ connect }, window)
  return { asked, post, dialer }
}

/** A host at the other end of a port that says its name. */
const hostPort = (label: string) => {
  const { port1, port2 } = new MessageChannel()
  const watch = async function* () {
    yield { undo: label, redo: null }
  }
  const answer = () => ({ label })
  const replay = async function* () {
    yield { label: 'done', step: 1, done: 1, total: 1 }
  }
  const wire = portWire(port2)
  const handlers = { watch, undo: answer, redo: answer, replay }
  serve(wire, new Map(implement(history, handlers)), { mayNamePaths: true })
  return { port: port1, wire }
}

const { signal } = new AbortController()

const dialOf = async ({ dialer }: ReturnType<typeof desktop>) => {
  const dialed = await dialer.dial(signal)
  if (dialed.is !== 'reached') throw new Error(dialed.is)
  return { wire: dialed.wire, client: connectWire({ history }, dialed.wire).history }
}

describe('the way to the host of the desktop shell', () => {
  it('asks for a port once and takes the one that comes', async () => {
    const shell = desktop()
    const dialing = dialOf(shell)
    expect(shell.asked.times).toBe(1)
    shell.post('casebench:port', [hostPort('first').port])
    const { client, wire } = await dialing
    expect(await client.undo({})).toEqual({ label: 'first' })
    wire.close()
  })

  it('takes no port from elsewhere', async () => {
    const shell = desktop()
    const dialing = dialOf(shell)
    const stray = hostPort('stray')
    shell.post('something else', [stray.port])
    shell.post('casebench:port', [])
    shell.post('casebench:port', [stray.port], { another: 'window' })
    shell.post('casebench:port', [hostPort('right').port])
    const { client, wire } = await dialing
    expect(await client.undo({})).toEqual({ label: 'right' })
    wire.close()
    stray.wire.close()
  })

  it('closes the former wire when a restarted host hands over another port', async () => {
    const shell = desktop()
    shell.post('casebench:port', [hostPort('first').port])
    const first = await dialOf(shell)
    const closed = new Promise<void>((resolve) => void first.wire.onClose(resolve))
    shell.post('casebench:port', [hostPort('second').port])
    await closed
    const second = await dialOf(shell)
    expect(await second.client.undo({})).toEqual({ label: 'second' })
    expect(shell.asked.times).toBe(1)
    second.wire.close()
  })

  it('notices when the other end closes', async () => {
    const shell = desktop()
    const host = hostPort('gone')
    shell.post('casebench:port', [host.port])
    const { wire } = await dialOf(shell)
    const closed = new Promise<void>((resolve) => void wire.onClose(resolve))
    host.wire.close()
    await closed
  })

  it('stops waiting when it is told to', async () => {
    const controller = new AbortController()
    const dialing = desktop().dialer.dial(controller.signal)
    controller.abort()
    expect(await dialing).toEqual({ is: 'unreachable' })
  })
})
