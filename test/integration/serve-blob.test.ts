import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { blobs, openShell, type TestShell } from './serve-support.ts'

const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(5000, 7)])
const html = Buffer.from('<script>alert(1)</script>')
const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
const empty = Buffer.alloc(0)
const store = blobs(png, html, svg, empty)
const [pngDigest = '', htmlDigest = '', svgDigest = '', emptyDigest = ''] = store.digests

let open: TestShell
let cookie: string
beforeEach(async () => {
  open = await openShell({ readBlob: store.readBlob })
  cookie = await open.signIn()
})
afterEach(() => open.dispose())

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(`${open.base}/blob/${path}`, { method, headers: { cookie, ...headers } })

describe('stored bytes', () => {
  it('need a session', async () => {
    expect((await get(pngDigest, { cookie: '' })).status).toBe(401)
    expect((await get(pngDigest, { cookie: '' }, 'HEAD')).status).toBe(401)
    expect((await get(pngDigest, { origin: 'http://evil.example' })).status).toBe(403)
    expect(
      (await get(pngDigest, { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' })).status,
    ).toBe(403)
  })

  it('arrive whole, to be saved and never to be run', async () => {
    const answer = await get(`${htmlDigest}?name=a.html&inline=1`)
    expect(answer.status).toBe(200)
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(html)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="a.html"; filename*=UTF-8''a.html`,
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    })
  })

  it('are shown inline only when they are a raster image by their bytes, and that was asked for', async () => {
    const kind = async (path: string) => {
      const { headers } = await get(path)
      return `${headers.get('content-disposition')?.split(';')[0]} ${headers.get('content-type')}`
    }
    expect(await kind(`${pngDigest}?inline=1&name=x.html`)).toBe('inline image/png')
    expect(await kind(`${pngDigest}?name=x.png`)).toBe('attachment application/octet-stream')
    expect(await kind(`${svgDigest}?inline=1&name=x.svg`)).toBe('attachment application/octet-stream')
    expect(await kind(`${htmlDigest}?inline=1&name=x.png`)).toBe('attachment application/octet-stream')
  })

  it.each([
    [
      'a "quoted"\r\nX-Evil: 1.txt',
      `filename="a _quoted___X-Evil_ 1.txt"; filename*=UTF-8''a%20%22quoted%22__X-Evil%3A%201.txt`,
    ],
    ['../../etc/passwd', `filename=".._.._etc_passwd"; filename*=UTF-8''.._.._etc_passwd`],
    [
      'Protokoll für Ü.log',
      `filename="Protokoll f_r _.log"; filename*=UTF-8''Protokoll%20f%C3%BCr%20%C3%9C.log`,
    ],
    ['invoice\u202Efdp.exe', `filename="invoice_fdp.exe"; filename*=UTF-8''invoice_fdp.exe`],
    [`it's (1)*.txt`, `filename="it_s (1)_.txt"; filename*=UTF-8''it%27s%20%281%29%2A.txt`],
  ])('are named safely: %j', async (name, disposition) => {
    const { headers } = await get(`${htmlDigest}?name=${encodeURIComponent(name)}`)
    expect(headers.get('content-disposition')).toBe(`attachment; ${disposition}`)
    expect(headers.get('x-evil')).toBeNull()
  })

  it.each([
    ['bytes=0-7', 0, 7],
    ['bytes=100-', 100, 5007],
    ['bytes=-8', 5000, 5007],
    ['bytes=5000-9999', 5000, 5007],
    ['bytes=-99999', 0, 5007],
  ])('arrive in part: %s', async (range, start, end) => {
    const answer = await get(`${pngDigest}?inline=1`, { range })
    expect(answer.status).toBe(206)
    expect(answer.headers.get('content-range')).toBe(`bytes ${start}-${end}/5008`)
    expect(answer.headers.get('content-type')).toBe('image/png')
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(png.subarray(start, end + 1))
  })

  it.each(['bytes=5008-', 'bytes=-0'])('are shorter than %s', async (range) => {
    const answer = await get(pngDigest, { range })
    expect(answer.status).toBe(416)
    expect(answer.headers.get('content-range')).toBe('bytes */5008')
  })

  it.each(['bytes=0-1,4-5', 'lines=1-2', 'bytes=-', 'bytes=5-2', 'bytes=x-y', `bytes=${'9'.repeat(30)}-`])(
    'arrive whole where the range is one we do not read: %s',
    async (range) => {
      const answer = await get(pngDigest, { range })
      expect(answer.status).toBe(200)
      expect((await answer.arrayBuffer()).byteLength).toBe(5008)
    },
  )

  it('may be empty', async () => {
    const answer = await get(`${emptyDigest}?inline=1`)
    expect(answer.status).toBe(200)
    expect((await answer.arrayBuffer()).byteLength).toBe(0)
    expect((await get(emptyDigest, { range: 'bytes=0-' })).status).toBe(416)
  })

  it('tell their size to a HEAD', async () => {
    const answer = await get(pngDigest, {}, 'HEAD')
    expect(answer.headers.get('content-length')).toBe('5008')
    expect((await answer.arrayBuffer()).byteLength).toBe(0)
  })

  it('are not there under another digest, nor under what is none', async () => {
    expect((await get('0'.repeat(64))).status).toBe(404)
    for (const path of [
      pngDigest.toUpperCase(),
      `${pngDigest}0`,
      `${pngDigest}/..`,
      '..%2fx',
      pngDigest.slice(1),
    ])
      expect((await get(path)).status).toBe(404)
    expect((await get(pngDigest, { origin: open.base }, 'POST')).status).toBe(405)
  })

  it('that the disk refuses end the answer, and the shell serves on', async () => {
    const failing = await openShell({
      readBlob: async () => ({
        size: 10_000,
        bytes: (async function* () {
          yield new Uint8Array(1000)
          throw new Error('the disk failed')
        })(),
      }),
    })
    const answer = await fetch(`${failing.base}/blob/${pngDigest}`, {
      headers: { cookie: await failing.signIn() },
    })
    await expect(answer.arrayBuffer()).rejects.toThrow()
    expect((await fetch(`${failing.base}/`)).status).toBe(200)
    await failing.dispose()
  })

  it('that cannot be looked up are an error of ours, with a sentence', async () => {
    const failing = await openShell({ readBlob: () => Promise.reject(new Error('no database')) })
    const answer = await fetch(`${failing.base}/blob/${pngDigest}`, {
      headers: { cookie: await failing.signIn() },
    })
    expect(answer.status).toBe(500)
    expect(await answer.text()).not.toContain('no database')
    expect(failing.reports).toEqual([expect.stringContaining('no database')])
    await failing.dispose()
  })
})
