import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { indexHtml, openShell, raw, rawGet, type TestShell } from './serve-support.ts'

let open: TestShell
beforeEach(async () => {
  open = await openShell({
    limits: { headersTimeout: 300, requestTimeout: 400, connectionsCheckingInterval: 50 },
  })
})
afterEach(() => open.dispose())

const host = () => `Host: 127.0.0.1:${open.shell.port}`

describe('a Host header', () => {
  it.each(['127.0.0.1', 'localhost', 'LOCALHOST', '[::1]', 'localhost:8080'])('may be %s', async (name) => {
    expect((await rawGet(open.shell.port, '/', [`Host: ${name}`])).status).toBe(200)
  })

  it.each([
    'evil.example',
    'evil.example:4545',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    'localhost@evil.example',
    '127.0.0.2',
    '',
    'localhost:',
    'localhost:1:2',
    'localhost#x',
  ])('may not be "%s"', async (name) => {
    const answer = await rawGet(open.shell.port, '/', [`Host: ${name}`])
    expect(answer.status).toBe(403)
    expect(answer.body).not.toContain('Casebench</title>')
  })

  it('may be neither missing nor given twice', async () => {
    expect((await rawGet(open.shell.port, '/', [])).status).toBe(400)
    const twice = await rawGet(open.shell.port, '/', [host(), 'Host: evil.example'])
    expect(twice.status).toBeGreaterThanOrEqual(400)
  })
})

describe('an Origin header', () => {
  const withOrigin = (...headers: string[]) => rawGet(open.shell.port, '/', [host(), ...headers])

  it('may be our own, or absent where a page is only read', async () => {
    expect((await withOrigin()).status).toBe(200)
    expect((await withOrigin(`Origin: http://127.0.0.1:${open.shell.port}`)).status).toBe(200)
  })

  it.each([
    'http://evil.example',
    'null',
    'http://127.0.0.1',
    'http://127.0.0.1:1',
    'http://localhost:3000',
    'file://',
  ])('may not be %s', async (origin) => {
    expect((await withOrigin(`Origin: ${origin}`)).status).toBe(403)
  })

  it('may not be https where we are not', async () => {
    expect((await withOrigin(`Origin: https://127.0.0.1:${open.shell.port}`)).status).toBe(403)
  })

  it('is held against a tunnel’s port, which the browser sends as Host', async () => {
    const tunnel = (origin: string) =>
      rawGet(open.shell.port, '/', ['Host: localhost:8080', `Origin: ${origin}`])
    expect((await tunnel('http://localhost:8080')).status).toBe(200)
    expect((await tunnel(`http://localhost:${open.shell.port}`)).status).toBe(403)
  })

  it('may be one that is allowed for development', async () => {
    const dev = await openShell({ allowedOrigins: ['http://localhost:5173'] })
    const ask = (origin: string) =>
      fetch(`${dev.base}/`, { headers: { origin } }).then(({ status }) => status)
    expect(await ask('http://localhost:5173')).toBe(200)
    expect(await ask('http://localhost:5174')).toBe(403)
    await dev.dispose()
  })

  it('is backed by Sec-Fetch-Site where a browser leaves it out', async () => {
    const ask = async (...headers: string[]) => (await withOrigin(...headers)).status
    expect(await ask('Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: no-cors')).toBe(403)
    expect(await ask('Sec-Fetch-Site: same-site', 'Sec-Fetch-Mode: no-cors')).toBe(403)
    expect(await ask('Sec-Fetch-Site: same-origin', 'Sec-Fetch-Mode: no-cors')).toBe(200)
    expect(await ask('Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: navigate')).toBe(200)
  })
})

describe('a path', () => {
  it.each(['/', '/index.html', '/favicon.svg', '/assets/main-BQ3x9f1c.js', '/?x=1'])(
    '%s is served',
    async (path) => {
      expect((await rawGet(open.shell.port, path)).status).toBe(200)
    },
  )

  it.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/%2e%2e%2fsecret.txt',
    '/assets/%2e%2e/%2e%2e/secret.txt',
    '/..%5csecret.txt',
    '/..\\secret.txt',
    '/assets\\..\\..\\secret.txt',
    '/%252e%252e/secret.txt',
    '/....//secret.txt',
    '/.%00./secret.txt',
    '/index.html%00.js',
    '//secret.txt',
    '/./index.html',
    '//127.0.0.1/secret.txt',
    '/sessions.json',
    '/../sessions.json',
    '/etc/passwd',
    '/C:/Windows/win.ini',
    '/assets/',
    '/assets/unknown.exe',
    '/__proto__',
    '/constructor',
    'secret.txt',
    'http://127.0.0.1/secret.txt',
    'http://evil.example/',
    'file:///etc/passwd',
    '*',
  ])('%s reaches nothing', async (path) => {
    const answer = await rawGet(open.shell.port, path)
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.status).toBeLessThan(500)
    expect(answer.body).not.toMatch(/secret|root:|bench"|Casebench<|MZ/)
  })
})

describe('a method', () => {
  const ask = (method: string, path = '/') =>
    raw(
      open.shell.port,
      `${method} ${path} HTTP/1.1\r\n${host()}\r\nOrigin: http://127.0.0.1:${open.shell.port}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
    )

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND'])(
    '%s is refused',
    async (method) => {
      const answer = await ask(method)
      expect(answer.status).toBe(405)
      expect(answer.head).toMatch(/allow: GET, HEAD/i)
    },
  )

  it('HEAD gets the headers of a GET and no body', async () => {
    const answer = await ask('HEAD')
    expect(answer).toMatchObject({ status: 200, body: '' })
    expect(answer.head).toContain(`Content-Length: ${indexHtml.length}`.toLowerCase())
  })

  it('CONNECT opens nothing', async () => {
    expect(
      (await raw(open.shell.port, `CONNECT evil.example:80 HTTP/1.1\r\n${host()}\r\n\r\n`)).status,
    ).not.toBe(200)
  })

  it('a sign-in refuses what it does not take', async () => {
    expect((await ask('PUT', '/session')).status).toBe(405)
    expect((await ask('GET', '/rpc')).status).toBe(426)
  })
})

describe('a request’s size and time', () => {
  it('is bounded: 16 KiB of headers', async () => {
    const answer = await rawGet(open.shell.port, '/', [host(), `X-Long: ${'x'.repeat(17_000)}`])
    expect(answer.status).toBe(431)
  })

  it('is bounded: headers that trickle in hold no connection', async () => {
    // No end of the headers ever comes; only the bound closes this.
    const answer = await raw(open.shell.port, `GET / HTTP/1.1\r\n${host()}\r\nX-Slow: `)
    expect(answer.status).toBe(408)
  })

  it('is bounded: a body that never comes', async () => {
    const origin = `Origin: http://127.0.0.1:${open.shell.port}`
    const head = `POST /session HTTP/1.1\r\n${host()}\r\n${origin}\r\nContent-Type: application/json`
    expect((await raw(open.shell.port, `${head}\r\nContent-Length: 100\r\n\r\n{`)).status).toBe(408)
  })

  it('is bounded: connections at once', async () => {
    const few = await openShell({ limits: { connections: 2 } })
    const hold = await Promise.all([1, 2].map(() => fetch(`${few.base}/`)))
    const third = raw(few.shell.port, 'GET')
    expect((await third).head).toBe('')
    await Promise.all(hold.map((answer) => answer.arrayBuffer()))
    await few.dispose()
  })
})

describe('the headers of the page', () => {
  it('let it run its own scripts only, and be framed by nobody', async () => {
    const { headers } = await fetch(`${open.base}/`)
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${open.shell.port};`)
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-type': 'text/html; charset=utf-8',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'permissions-policy': expect.stringContaining('camera=()'),
    })
  })

  it('let hashed assets be kept and nothing else', async () => {
    const cache = async (path: string) => (await fetch(`${open.base}${path}`)).headers.get('cache-control')
    expect(await cache('/assets/main-BQ3x9f1c.js')).toBe('public, max-age=31536000, immutable')
    expect(await cache('/favicon.svg')).toBe('no-cache')
  })
})
