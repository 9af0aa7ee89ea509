import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect as connectTcp } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import type { ReadBlob } from '../../host/serve/blob.ts'
import { type Shell, type ShellOptions, startShell } from '../../host/serve/shell.ts'
import { probeHost } from '../fuzz/wire-service.ts'

export const indexHtml = '<!doctype html><title>Casebench</title>'

/** A built renderer, with something secret beside it that no request may reach. */
const buildRenderer = (folder: string): string => {
  const root = join(folder, 'renderer')
  mkdirSync(join(root, 'assets'), { recursive: true })
  writeFileSync(join(root, 'index.html'), indexHtml)
  writeFileSync(join(root, 'favicon.svg'), '<svg/>')
  writeFileSync(join(root, 'assets', 'main-BQ3x9f1c.js'), 'export {}')
  writeFileSync(join(root, 'assets', 'unknown.exe'), 'MZ')
  writeFileSync(join(folder, 'secret.txt'), 'secret')
  return root
}

/** Blobs in memory, as the store would give them. */
export const blobs = (...contents: Uint8Array[]) => {
  const stored = new Map(contents.map((bytes) => [createHash('sha256').update(bytes).digest('hex'), bytes]))
  const readBlob: ReadBlob = async (sha256, range) => {
    const bytes = stored.get(sha256)
    if (!bytes) return null
    const part = bytes.subarray(range?.start ?? 0, (range?.end ?? bytes.length - 1) + 1)
    return {
      size: bytes.length,
      bytes: (async function* () {
        for (let at = 0; at < part.length; at += 1000) yield part.subarray(at, at + 1000)
      })(),
    }
  }
  return { readBlob, digests: [...stored.keys()] }
}

export interface TestShell {
  shell: Shell
  base: string
  folder: string
  reports: string[]
  /** Milliseconds; moves when a test says so. */
  clock: { now: number }
  /** The Cookie header of a browser that signed in with a fresh link. */
  signIn(): Promise<string>
  post(token: string, headers?: Record<string, string>): Promise<Response>
  dispose(): Promise<void>
}

export const tokenOf = (link: string): string => new URL(link).hash.replace('#token=', '')

export const openShell = async (options: Partial<ShellOptions> = {}): Promise<TestShell> => {
  const folder = options.dataDir ?? mkdtempSync(join(tmpdir(), 'casebench-serve-'))
  const clock = { now: Date.now() }
  const reports: string[] = []
  const shell = await startShell({
    endpoints: probeHost().endpoints,
    readBlob: async () => null,
    dataDir: folder,
    version: '1.2.3',
    rendererDir: buildRenderer(folder),
    host: '127.0.0.1',
    port: 0,
    report: (sentence) => reports.push(sentence),
    now: () => clock.now,
    ...options,
  })
  const base = `http://127.0.0.1:${shell.port}`
  const post = (token: string, headers: Record<string, string> = {}) =>
    fetch(`${base}/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: base, ...headers },
      body: JSON.stringify({ token }),
    })
  const signIn = async () => {
    const [cookie = ''] = (await post(tokenOf(shell.link()))).headers.getSetCookie()
    return cookie.split(';')[0] ?? ''
  }
  const dispose = async () => {
    await shell.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return { shell, base, folder, reports, clock, signIn, post, dispose }
}

export interface RawAnswer {
  status: number
  head: string
  body: string
}

/** Sends these bytes as they stand, since every HTTP library repairs a request first, and reads until the end. */
export const raw = (port: number, text: string): Promise<RawAnswer> =>
  new Promise((resolve, reject) => {
    const socket = connectTcp(port, '127.0.0.1')
    let all = ''
    socket.on('data', (chunk) => {
      all += chunk.toString('latin1')
    })
    socket.on('error', reject)
    socket.on('close', () => {
      const [head = '', body = ''] = all.split('\r\n\r\n')
      resolve({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1] ?? 0), head, body })
    })
    socket.write(text)
  })

/** A GET of a path as it is spelled, with more headers as they are given. */
export const rawGet = (port: number, path: string, headers: string[] = [`Host: 127.0.0.1:${port}`]) =>
  raw(port, `${[`GET ${path} HTTP/1.1`, ...headers, 'Connection: close'].join('\r\n')}\r\n\r\n`)

/** Tries to open the socket: the open socket, or the status of the refusal. */
export const dial = (
  port: number,
  headers: Record<string, string>,
  path = '/rpc',
): Promise<WebSocket | number> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers })
    socket.on('open', () => resolve(socket))
    socket.on('unexpected-response', (_, response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    socket.on('error', reject)
  })

export const randomToken = (): string => randomBytes(32).toString('base64url')
