import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readTls, type Tls } from '../../host/serve/tls.ts'
import { certificate, certificateKey } from './serve-certificate.ts'
import { openShell, tokenOf } from './serve-support.ts'

let folder: string
let tls: Tls
const certPath = () => join(folder, 'cert.pem')
const keyPath = () => join(folder, 'key.pem')

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'casebench-tls-'))
  writeFileSync(certPath(), certificate)
  writeFileSync(keyPath(), certificateKey)
  tls = readTls(certPath(), keyPath())
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

interface Asked {
  port: number
  host: string
  path?: string
  method?: string
  headers?: Record<string, string>
  body?: string
}

const ask = async ({ port, host, path = '/', method = 'GET', headers = {}, body }: Asked) => {
  const sent = request({
    port,
    host: '127.0.0.1',
    path,
    method,
    ca: certificate,
    // What is under test is the Host header, so TLS itself goes by a name that the certificate has.
    servername: 'bench.test',
    headers: { host, ...headers },
  })
  sent.end(body)
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  answer.resume()
  await once(answer, 'end')
  return answer
}

describe('a shell that others can reach', () => {
  it.each(['0.0.0.0', '::', '192.0.2.1', 'bench.test'])('does not start on %s without TLS', async (host) => {
    await expect(openShell({ host })).rejects.toMatchObject({
      code: 'not-allowed',
      message: expect.stringContaining('--tls-cert and --tls-key'),
    })
  })

  it('answers to the names of its certificate and the loopback ones, and to no other', async () => {
    const { shell, dispose } = await openShell({ host: '0.0.0.0', tls })
    const { port } = shell
    const statusFor = async (host: string) => (await ask({ port, host })).statusCode
    expect(await statusFor(`bench.test:${port}`)).toBe(200)
    expect(await statusFor('a.desk.test')).toBe(200)
    expect(await statusFor(`127.0.0.1:${port}`)).toBe(200)
    expect(await statusFor('localhost')).toBe(200)
    expect(await statusFor('evil.example')).toBe(403)
    expect(await statusFor('a.b.desk.test')).toBe(403)
    expect(await statusFor('192.0.2.1')).toBe(403)
    await dispose()
  })

  it('signs in with a cookie that travels under TLS only, from a link with a name of the certificate', async () => {
    const { shell, dispose } = await openShell({ host: '0.0.0.0', tls })
    const link = shell.link()
    expect(link.startsWith(`https://bench.test:${shell.port}/#token=`)).toBe(true)
    const host = `bench.test:${shell.port}`
    const sign = (origin: string) =>
      ask({
        port: shell.port,
        host,
        path: '/session',
        method: 'POST',
        headers: { origin, 'content-type': 'application/json' },
        body: JSON.stringify({ token: tokenOf(link) }),
      })
    expect((await sign(`http://${host}`)).statusCode).toBe(403)
    const answer = await sign(`https://${host}`)
    expect(answer.statusCode).toBe(204)
    expect(answer.headers['set-cookie']?.[0]).toMatch(
      /^__Host-casebench-[0-9a-f]{8}=.*; SameSite=Strict; Secure$/,
    )
    const page = await ask({ port: shell.port, host })
    expect(page.headers['content-security-policy']).toContain(`connect-src 'self' wss://${host}`)
    await dispose()
  })
})

describe('a certificate that cannot be used', () => {
  it.each([
    ['is not there', () => readTls(join(folder, 'none.pem'), keyPath())],
    ['is none', () => readTls(keyPath(), keyPath())],
    ['has no key', () => readTls(certPath(), certPath())],
  ])('%s: a sentence, and nothing is started', (_, read) => {
    expect(read).toThrow('The certificate cannot be used')
    expect(read).toThrow('Nothing was started')
  })
})

describe('a port', () => {
  it('that is taken is an error with the next act where it was asked for', async () => {
    const { shell, dispose } = await openShell()
    await expect(openShell({ port: shell.port })).rejects.toThrow(
      `Casebench cannot listen on 127.0.0.1 port ${shell.port}: another program uses this port. Choose another with --port.`,
    )
    await dispose()
  })

  it('that is taken is passed over where none was asked for', async () => {
    const [first, second] = [await openShell({ port: undefined }), await openShell({ port: undefined })]
    expect(second.shell.port).not.toBe(first.shell.port)
    expect((await fetch(`${second.base}/`)).status).toBe(200)
    await first.dispose()
    await second.dispose()
  })

  it('is not opened where the files of the window are missing', async () => {
    await expect(openShell({ rendererDir: join(folder, 'none') })).rejects.toThrow('npm run build')
  })
})
