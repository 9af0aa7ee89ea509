import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { browserDialer } from '../../renderer/client/browser-dialer.ts'
import { type Connection, type ConnectionState, openConnection } from '../../renderer/client/connection.ts'
import { history, local } from '../../shared/contract/desk.ts'
import { imports } from '../../shared/contract/imports.ts'
import { type Endpoints, implement } from '../../shared/wire/server.ts'
import { patience } from '../support/patience.ts'
import { openShell, type TestShell } from './serve-support.ts'

/** The few methods that these tests call, and what was asked of them. */
const someEndpoints = () => {
  const held: string[] = []
  const untilAborted = (signal: AbortSignal) =>
    new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
  const table = new Map([
    ...implement(local, {
      get: async ({ key }) => {
        held.push(key)
        if (key === 'never') await new Promise(() => undefined)
        return { value: `value of ${key}` }
      },
      put: () => ({}),
      list: () => ({ entries: [] }),
    }),
    ...implement(history, {
      async *watch(_, { signal }) {
        yield { undo: 'shown', redo: null }
        await new Promise<void>((resolve) =>
          signal.addEventListener('abort', () => resolve(), { once: true }),
        )
      },
      undo: () => ({ label: '' }),
      redo: () => ({ label: '' }),
      async *replay() {
        yield { label: '', step: 1, done: 1, total: 1 }
      },
    }),
    ...implement(imports, {
      stage: () => Promise.reject(new Error('not of these tests')),
      inspect: () => Promise.reject(new Error('not of these tests')),
      async *run(_, { signal }) {
        held.push('run')
        yield { type: 'progress', file: 'x', done: 0, bytes: 1, records: 0 }
        await untilAborted(signal)
      },
    }),
  ])
  return { endpoints: table as Endpoints, held }
}

/** What a browser is to the connection: one that keeps cookies and has an address. */
const browser = (link: string) => {
  const url = new URL(link)
  const jar = { cookie: '' }
  const location = {
    hash: url.hash,
    pathname: '/',
    search: '',
    protocol: url.protocol,
    host: url.host,
  }
  const shown: string[] = []
  return {
    jar,
    shown,
    location,
    history: {
      replaceState: (_: unknown, __: string, path?: string | URL | null) => {
        shown.push(String(path))
        location.hash = ''
      },
    },
    fetch: async (input: RequestInfo | URL, init?: RequestInit) => {
      const headers = { ...init?.headers, origin: url.origin, cookie: jar.cookie }
      const answer = await fetch(new URL(String(input), url.origin), { ...init, headers })
      const [cookie] = answer.headers.getSetCookie()
      if (cookie) jar.cookie = cookie.split(';')[0] ?? ''
      return answer
    },
    WebSocket: class extends WebSocket {
      constructor(address: string) {
        super(address, { origin: url.origin, headers: { cookie: jar.cookie } })
        // As in a browser: a socket that cannot be opened closes, and no error is thrown at anyone.
        this.on('error', () => undefined)
      }
    } as unknown as new (
      address: string,
    ) => globalThis.WebSocket,
  }
}

/** Longer than any machine needs; what it waits for comes by itself. */
const eventually = <T>(ask: () => T) => expect.poll(ask, patience)

let folder: string
let shell: TestShell
let asked: string[]
const connections: Connection[] = []

const startShell = async (version = '1.2.3', port = 0) => {
  const { endpoints, held } = someEndpoints()
  asked = held
  return openShell({ endpoints, version, port, dataDir: folder, limits: { drainMs: 100 } })
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'casebench-connection-'))
  shell = await startShell()
})
afterEach(async () => {
  for (const connection of connections.splice(0)) connection.close()
  await shell.shell.close()
  rmSync(folder, { recursive: true, force: true })
})

const open = (surroundings: ReturnType<typeof browser>) => {
  const connection = openConnection({ dialer: browserDialer(surroundings), random: () => 0 })
  connections.push(connection)
  return connection
}

const reaches = <K extends ConnectionState['is']>({ state }: Connection, wanted: K) =>
  new Promise<Extract<ConnectionState, { is: K }>>((resolve) => {
    const look = (now: ConnectionState) => {
      if (now.is !== wanted) return
      stop()
      resolve(now as Extract<ConnectionState, { is: K }>)
    }
    const stop = state.subscribe(look)
    look(state.getState())
  })

describe('a page', () => {
  it('takes the token out of its address at once, signs in and talks to the host', async () => {
    const surroundings = browser(shell.shell.link())
    const connection = open(surroundings)
    expect(surroundings.shown).toEqual(['/'])
    expect(await connection.client.local.get({ key: 'a' })).toEqual({ value: 'value of a' })
    expect(connection.state.getState()).toEqual({ is: 'open' })
  })

  it('is signed out without a token, and says how to get one', async () => {
    const connection = open(browser(shell.base))
    expect((await reaches(connection, 'signed-out')).reason).toContain('casebench serve')
    await expect(connection.client.local.get({ key: 'a' })).rejects.toMatchObject({ code: 'disconnected' })
  })

  it('is signed out with a token that was used, and lets a signed-in one in all the same', async () => {
    const link = shell.shell.link()
    const first = browser(link)
    await reaches(open(first), 'open')
    const connection = open(browser(link))
    expect((await reaches(connection, 'signed-out')).reason).toContain('used already')
    const again = browser(link)
    again.jar.cookie = first.jar.cookie
    await reaches(open(again), 'open')
  })

  it('tries again when somebody signed in elsewhere', async () => {
    const surroundings = browser(shell.base)
    const connection = open(surroundings)
    await reaches(connection, 'signed-out')
    surroundings.jar.cookie = await shell.signIn()
    connection.retry()
    await reaches(connection, 'open')
  })

  it('leaves an address without a token as it is', async () => {
    const surroundings = browser(`${shell.base}/#/case/CB-1`)
    surroundings.jar.cookie = await shell.signIn()
    await reaches(open(surroundings), 'open')
    expect(surroundings.shown).toEqual([])
    expect(surroundings.location.hash).toBe('#/case/CB-1')
  })
})

describe('a host that goes away and comes back', () => {
  const restart = async (connection: Connection, version?: string) => {
    const { port } = shell.shell
    await shell.shell.close()
    await reaches(connection, 'lost')
    shell = await startShell(version, port)
  }

  it('is found again, and live views go on by themselves', async () => {
    const connection = open(browser(shell.shell.link()))
    const { signal, abort } = ((controller) => ({
      signal: controller.signal,
      abort: () => controller.abort(),
    }))(new AbortController())
    const watch = connection.client.history.watch({}, { signal })
    expect((await watch.next()).value).toEqual({ undo: 'shown', redo: null })
    const next = watch.next()
    await restart(connection)
    expect((await next).value).toEqual({ undo: 'shown', redo: null })
    expect(connection.state.getState().is).toBe('open')
    const last = watch.next()
    abort()
    await expect(last).rejects.toMatchObject({ code: 'cancelled' })
  })

  it('answers calls made meanwhile once it is back; the ones under way fail', async () => {
    const connection = open(browser(shell.shell.link()))
    await connection.client.local.get({ key: 'a' })
    const lost = connection.client.local.get({ key: 'never' })
    const failed = expect(lost).rejects.toMatchObject({ code: 'disconnected' })
    await eventually(() => asked).toContain('never')
    const { port } = shell.shell
    await shell.shell.close()
    await reaches(connection, 'lost')
    await failed
    const meanwhile = connection.client.local.get({ key: 'b' })
    shell = await startShell('1.2.3', port)
    expect(await meanwhile).toEqual({ value: 'value of b' })
    expect(asked).toEqual(['b'])
  })

  it('does not run a stream that does something a second time', async () => {
    const connection = open(browser(shell.shell.link()))
    const run = connection.client.imports.run({ sources: [{ path: '/x' }] })
    expect((await run.next()).value).toMatchObject({ type: 'progress' })
    expect(asked).toEqual(['run'])
    const rest = run.next()
    const failed = expect(rest).rejects.toMatchObject({ code: 'disconnected' })
    await restart(connection)
    await failed
    await reaches(connection, 'open')
    expect(await connection.client.local.get({ key: 'after' })).toEqual({ value: 'value of after' })
    expect(asked).toEqual(['after'])
  })

  it('of another version makes the page be loaded again', async () => {
    const connection = open(browser(shell.shell.link()))
    await reaches(connection, 'open')
    await restart(connection, '2.0.0')
    expect(await reaches(connection, 'newer-host')).toEqual({ is: 'newer-host', version: '2.0.0' })
    await expect(connection.client.local.get({ key: 'a' })).rejects.toMatchObject({ code: 'disconnected' })
  })

  it('that forgot the sign-in makes the page say so', async () => {
    const surroundings = browser(shell.shell.link())
    const connection = open(surroundings)
    await reaches(connection, 'open')
    surroundings.jar.cookie = ''
    await restart(connection)
    await reaches(connection, 'signed-out')
  })
})
