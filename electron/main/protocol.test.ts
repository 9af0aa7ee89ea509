import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { serveRenderer } from './protocol.ts'

let folder: string
let serve: (request: Request) => Promise<Response>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'casebench-protocol-'))
  await mkdir(join(folder, 'renderer', 'assets'), { recursive: true })
  await writeFile(join(folder, 'secret.js'), 'outside')
  await writeFile(join(folder, 'renderer', 'index.html'), '<!doctype html>')
  await writeFile(join(folder, 'renderer', '.hidden.js'), 'hidden')
  await writeFile(join(folder, 'renderer', 'plain'), 'no type')
  await writeFile(join(folder, 'renderer', 'assets', 'a b.js'), 'let a')
  serve = serveRenderer(join(folder, 'renderer'), { 'content-security-policy': "default-src 'self'" })
})

afterAll(() => rm(folder, { recursive: true }))

const get = (url: string, method = 'GET') => serve(new Request(url, { method }))

test('the page and its files, with their types and the policy', async () => {
  const page = await get('casebench://app/?x#/cases')
  expect(page.status).toBe(200)
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(page.headers.get('content-security-policy')).toBe("default-src 'self'")
  const script = await get('casebench://app/assets/a%20b.js')
  expect([script.headers.get('content-type'), await script.text()]).toEqual([
    'text/javascript; charset=utf-8',
    'let a',
  ])
})

test.each([
  'casebench://app/missing.js',
  'casebench://app/../secret.js',
  'casebench://app/..%2fsecret.js',
  'casebench://app/assets/..%2f..%2fsecret.js',
  'casebench://app/..%5csecret.js',
  'casebench://app/%2e%2e/secret.js',
  'casebench://app//../../secret.js',
  'casebench://app/.hidden.js',
  'casebench://app/index.html%00.js',
  'casebench://app/index.html::$DATA.js',
  'casebench://app/%ff.js',
  'casebench://app/assets',
  'casebench://app/plain',
  'casebench://other/index.html',
  'https://app/index.html',
])('nothing else: %s', async (url) => {
  const answer = await get(url)
  expect([answer.status, await answer.text()]).toEqual([404, ''])
  expect(answer.headers.get('content-security-policy')).toBeTruthy()
})

test('and only to read', async () => {
  for (const method of ['POST', 'PUT', 'DELETE', 'HEAD'])
    expect((await get('casebench://app/', method)).status, method).toBe(405)
})
