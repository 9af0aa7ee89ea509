import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { socketWire } from '../../host/rpc/socket-wire.ts'
import { tokenLifeMs } from '../../host/serve/one-time-tokens.ts'
import { sessionLifeMs } from '../../host/serve/sessions.ts'
import { connect } from '../../shared/wire/client.ts'
import { probeServices } from '../fuzz/wire-service.ts'
import { dial, openShell, randomToken, type TestShell, tokenOf } from './serve-support.ts'

let open: TestShell
beforeEach(async () => {
  open = await openShell()
})
afterEach(() => open.dispose())

const isSignedIn = async (cookie: string) =>
  (await fetch(`${open.base}/session`, { headers: { cookie } })).status === 200

describe('a one-time token', () => {
  it('stands in the fragment of the link, which no browser sends', () => {
    const link = new URL(open.shell.link())
    expect(link.origin).toBe(open.base)
    expect(link.search).toBe('')
    expect(link.hash).toMatch(/^#token=[\w-]{43}$/)
  })

  it('is exchanged for a cookie that scripts cannot read and other sites do not send', async () => {
    const answer = await open.post(tokenOf(open.shell.link()))
    expect(answer.status).toBe(204)
    const [cookie = ''] = answer.headers.getSetCookie()
    expect(cookie).toMatch(
      /^casebench-[0-9a-f]{8}=[\w-]{43}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Strict$/,
    )
    const signedIn = await fetch(`${open.base}/session`, { headers: { cookie: cookie.split(';')[0] ?? '' } })
    expect(await signedIn.json()).toEqual({ version: '1.2.3' })
  })

  it('works once', async () => {
    const token = tokenOf(open.shell.link())
    expect((await open.post(token)).status).toBe(204)
    const again = await open.post(token)
    expect(again.status).toBe(401)
    expect(again.headers.getSetCookie()).toEqual([])
    expect(await again.text()).toContain('casebench serve')
  })

  it('may be shown again by the browser that is signed in by it, whose answer was lost on the way', async () => {
    const token = tokenOf(open.shell.link())
    const [cookie = ''] = (await open.post(token)).headers.getSetCookie()
    const again = await open.post(token, { cookie: cookie.split(';')[0] ?? '' })
    expect(again.status).toBe(204)
    expect(again.headers.getSetCookie()).toEqual([])
  })

  it('works once even when two ask at the same time', async () => {
    const token = tokenOf(open.shell.link())
    const answers = await Promise.all([open.post(token), open.post(token), open.post(token)])
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1)
  })

  it('expires', async () => {
    const [early, late] = [tokenOf(open.shell.link()), tokenOf(open.shell.link())]
    open.clock.now += tokenLifeMs - 1
    expect((await open.post(early)).status).toBe(204)
    open.clock.now += 1
    expect((await open.post(late)).status).toBe(401)
  })

  it('is refused when it was never issued, is empty, long or no text', async () => {
    expect((await open.post(randomToken())).status).toBe(401)
    expect((await open.post('')).status).toBe(401)
    expect((await open.post('x'.repeat(500))).status).toBe(401)
    expect((await open.post(1 as never)).status).toBe(401)
  })

  it('is refused in a body that is too long or not JSON', async () => {
    expect((await open.post('x'.repeat(5_000))).status).toBe(413)
    const form = await fetch(`${open.base}/session`, {
      method: 'POST',
      headers: { origin: open.base, 'content-type': 'text/plain' },
      body: JSON.stringify({ token: tokenOf(open.shell.link()) }),
    })
    expect(form.status).toBe(415)
  })

  it('is refused from another page or without an Origin, and not used up by that', async () => {
    const token = tokenOf(open.shell.link())
    expect((await open.post(token, { origin: 'http://evil.example' })).status).toBe(403)
    const bare = await fetch(`${open.base}/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    })
    expect(bare.status).toBe(403)
    expect((await open.post(token)).status).toBe(204)
  })

  it('cannot be guessed by trying: after ten failures an address waits', async () => {
    for (let at = 0; at < 10; at += 1) expect((await open.post(randomToken())).status).toBe(401)
    const token = tokenOf(open.shell.link())
    const limited = await open.post(token)
    expect(limited.status).toBe(429)
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0)
    open.clock.now += 60_000
    expect((await open.post(token)).status).toBe(204)
  })
})

describe('a session', () => {
  it('is needed', async () => {
    expect(await isSignedIn('')).toBe(false)
    expect(await isSignedIn(`casebench-00000000=${randomToken()}`)).toBe(false)
    const cookie = await open.signIn()
    expect(await isSignedIn(cookie)).toBe(true)
    expect(await isSignedIn(`${cookie}x`)).toBe(false)
    expect(await isSignedIn(cookie.replace(/^[^=]+/, 'other'))).toBe(false)
    expect(await isSignedIn(`a=b; ${cookie}; c=d`)).toBe(true)
  })

  it('is on disk as a digest only, readable by its owner', async () => {
    const cookie = await open.signIn()
    const path = join(open.folder, 'sessions.json')
    expect(readFileSync(path, 'utf8')).not.toContain(cookie.split('=')[1])
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('outlives a restart, and ends after 30 days', async () => {
    const cookie = await open.signIn()
    await open.shell.close()
    const next = await openShell({ dataDir: open.folder, now: () => open.clock.now })
    const ask = async () => (await fetch(`${next.base}/session`, { headers: { cookie } })).status
    expect(await ask()).toBe(200)
    open.clock.now += sessionLifeMs
    expect(await ask()).toBe(401)
    await next.shell.close()
  })

  it('starts afresh where the file on disk is damaged', async () => {
    writeFileSync(join(open.folder, 'sessions.json'), '{"bench":')
    const next = await openShell({ dataDir: open.folder })
    expect(await next.signIn()).not.toBe('')
    await next.shell.close()
  })

  it('counts where it cannot be written to disk, and that is reported', async () => {
    // A folder in the place of the file: nobody can write there, the administrator neither.
    mkdirSync(join(open.folder, 'sessions.json.part'))
    const cookie = await open.signIn()
    expect(await isSignedIn(cookie)).toBe(true)
    expect(open.reports).toEqual([expect.stringContaining('ends with this host')])
  })
})

describe('the socket', () => {
  const own = () => ({ origin: open.base })
  const statusOf = async (headers: Record<string, string>, path?: string) => {
    const answer = await dial(open.shell.port, headers, path)
    if (typeof answer === 'number') return answer
    answer.terminate()
    return 101
  }

  it('opens for a session from our own page, and serves without leave to name paths', async () => {
    const cookie = await open.signIn()
    const socket = await dial(open.shell.port, { ...own(), cookie })
    if (typeof socket === 'number') throw new Error(`refused with ${socket}`)
    const { probe } = connect(probeServices, socketWire(socket))
    expect(await probe.echo({ text: 'hello' })).toEqual({ text: 'hello' })
    expect(socket.extensions).toBe('')
    socket.terminate()
  })

  it('stays shut without a session', async () => {
    expect(await statusOf(own())).toBe(401)
    expect(await statusOf({ ...own(), cookie: `casebench-12345678=${randomToken()}` })).toBe(401)
  })

  it('stays shut for another page, or one that does not say where it is from', async () => {
    const cookie = await open.signIn()
    expect(await statusOf({ cookie })).toBe(403)
    expect(await statusOf({ cookie, origin: 'http://evil.example' })).toBe(403)
    expect(await statusOf({ cookie, origin: 'null' })).toBe(403)
    expect(await statusOf({ cookie, origin: 'http://localhost:3000' })).toBe(403)
  })

  it('stays shut under another name', async () => {
    const cookie = await open.signIn()
    expect(await statusOf({ cookie, host: 'evil.example', origin: 'http://evil.example' })).toBe(403)
  })

  it('is at one address only', async () => {
    const cookie = await open.signIn()
    expect(await statusOf({ ...own(), cookie }, '/')).toBe(404)
    expect(await statusOf({ ...own(), cookie }, '/rpc/x')).toBe(404)
    expect(await statusOf({ ...own(), cookie }, '/rpc?x=1')).toBe(101)
  })

  it('is one of 64 at most', async () => {
    const headers = { ...own(), cookie: await open.signIn() }
    const opened = await Promise.all(Array.from({ length: 64 }, () => dial(open.shell.port, headers)))
    expect(await dial(open.shell.port, headers)).toBe(503)
    for (const socket of opened) if (socket instanceof WebSocket) socket.terminate()
  })

  it('is told goodbye when the shell closes, and the port is free then', async () => {
    const socket = await dial(open.shell.port, { ...own(), cookie: await open.signIn() })
    if (typeof socket === 'number') throw new Error(`refused with ${socket}`)
    const code = new Promise((resolve) => socket.on('close', resolve))
    await open.shell.close()
    expect(await code).toBe(1001)
    await expect(fetch(`${open.base}/`)).rejects.toThrow()
  })

  it('is cut off at the close when it does not answer the goodbye', async () => {
    const quick = await openShell({ limits: { drainMs: 50 } })
    const cookie = await quick.signIn()
    const socket = await dial(quick.shell.port, { origin: quick.base, cookie })
    if (typeof socket === 'number') throw new Error(`refused with ${socket}`)
    const closed = new Promise((resolve) => socket.on('close', resolve))
    socket.pause()
    await quick.shell.close()
    socket.resume()
    await closed
    await quick.dispose()
  })
})
