import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { z } from 'zod'
import { createMetrics } from './metrics.ts'
import { refuse } from './refusal.ts'
import { Reply, type Route, rawBody, route, streamed } from './route.ts'
import { createServer, type Server, type ServerOptions } from './server.ts'
import { serviceRoutes } from './service-routes.ts'

const running: Server[] = []
afterEach(async () => {
  for (const server of running.splice(0)) await server.drain(100)
})

const serve = async (routes: readonly Route[], options: Partial<ServerOptions> = {}) => {
  const log: string[] = []
  const server = await createServer({
    routes,
    authorise: async () => null,
    onRefused: async () => undefined,
    metrics: createMetrics(),
    log: { level: 'debug', sink: { write: (line) => void log.push(line) } },
    ...options,
  })
  running.push(server)
  const { port } = await server.listen({ host: '127.0.0.1', port: 0 })
  return { server, port, url: `http://127.0.0.1:${port}`, log }
}

const json = { 'content-type': 'application/json' }
const codeOf = async (response: Response) => {
  const { error } = (await response.json()) as { error: { code: string; message: string } }
  expect(error.message).toMatch(/^[A-Z].*\.$/)
  return [response.status, error.code]
}

const echo = route({
  method: 'POST',
  path: '/echo/:n',
  summary: 'What was understood',
  access: 'anyone',
  params: z.object({ n: z.coerce.number() }),
  query: z.object({ word: z.string().default('none') }),
  body: z.object({ text: z.string().max(5) }),
  answer: z.object({ n: z.number(), word: z.string(), text: z.string() }),
  limits: { body: 100 },
  handle: ({ params, query, body }) => ({ ...params, ...query, ...body, secret: 'never declared' }),
})

test('a request is understood by the schemas, and only what is declared is answered', async () => {
  const { url } = await serve([echo])
  const response = await fetch(`${url}/echo/7?word=hi&more=1`, {
    method: 'POST',
    headers: json,
    body: '{"text":"abc"}',
  })
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(await response.json()).toEqual({ n: 7, word: 'hi', text: 'abc' })
})

test.each([
  ['a field too long', '/echo/1', json, '{"text":"abcdef"}', [400, 'bad-input']],
  ['an address that does not fit', '/echo/x', json, '{"text":"a"}', [400, 'bad-input']],
  ['no JSON', '/echo/1', json, '{"text":', [400, 'bad-input']],
  ['a prototype', '/echo/1', json, '{"__proto__":{"text":"a"},"text":"a"}', [400, 'bad-input']],
  ['another type', '/echo/1', { 'content-type': 'text/xml' }, '<a/>', [415, 'wrong-type']],
  ['too much', '/echo/1', json, JSON.stringify({ text: 'a'.repeat(200) }), [413, 'too-large']],
  ['nothing there', '/nowhere', json, '{}', [404, 'not-found']],
])('%s is refused with one sentence', async (_, path, headers, body, expected) => {
  const { url } = await serve([echo])
  expect(await codeOf(await fetch(url + path, { method: 'POST', headers, body }))).toEqual(expected)
})

test('of an error nobody thought of a client learns nothing, and the log its cause', async () => {
  const failing = route({
    method: 'GET',
    path: '/fail',
    summary: 'Fails',
    access: 'anyone',
    handle: () => {
      throw new Error('row 17 of table accounts')
    },
  })
  const { url, log } = await serve([failing])
  const response = await fetch(`${url}/fail`)
  expect(await response.clone().text()).not.toContain('row 17')
  expect(await codeOf(response)).toEqual([500, 'internal'])
  expect(log.join('')).toContain('row 17')
})

test('what is secret does not get into the log', async () => {
  const { url, log } = await serve([echo], { authorise: async () => null })
  await fetch(`${url}/echo/1?password=hidden-query`, {
    method: 'POST',
    headers: { ...json, authorization: 'Bearer hidden-token', cookie: 'casebench_session=hidden-session' },
    body: '{"text":"hidden-body"}',
  })
  await fetch(`${url}/hidden-path`)
  const server = running.at(-1)
  server?.app.log.warn(
    { token: 'hidden-1', account: { password: 'hidden-2' }, a: { b: { link: 'hidden-3' } } },
    'x',
  )
  expect(log.length).toBeGreaterThan(2)
  expect(log.join('')).toContain('[redacted]')
  expect(log.join('')).not.toContain('hidden')
})

const count = route({
  method: 'PUT',
  path: '/bytes',
  summary: 'How many bytes came',
  access: 'anyone',
  body: rawBody('application/octet-stream'),
  answer: z.object({ bytes: z.number() }),
  limits: { body: 1_000_000 },
  handle: async ({ body }) => {
    let bytes = 0
    for await (const chunk of body) bytes += (chunk as Buffer).length
    return { bytes }
  },
})

test('bytes are read as a stream up to the limit, announced or not', async () => {
  const { url, port } = await serve([count])
  const headers = { 'content-type': 'application/octet-stream' }
  const put = (body: RequestInit['body']) =>
    fetch(`${url}/bytes`, { method: 'PUT', headers, body: body ?? null, duplex: 'half' } as RequestInit)
  expect(await (await put(Buffer.alloc(1_000_000))).json()).toEqual({ bytes: 1_000_000 })
  expect(await codeOf(await put(Buffer.alloc(1_000_001)))).toEqual([413, 'too-large'])
  const request = httpRequest({ port, path: '/bytes', method: 'PUT', headers })
  request.on('error', () => undefined)
  for (let part = 0; part < 11; part += 1) request.write(Buffer.alloc(100_000))
  request.end()
  const [response] = await once(request, 'response')
  expect(response.statusCode).toBe(413)
  expect(await codeOf(await fetch(`${url}/bytes`, { method: 'PUT', headers: json, body: '{}' }))).toEqual([
    415,
    'wrong-type',
  ])
})

test('a body that ends half way is an error for who reads it, and nobody’s where nobody does', async () => {
  const seen = Promise.withResolvers<string>()
  const reading = route({
    method: 'PUT',
    path: '/read',
    summary: 'Reads',
    access: 'anyone',
    body: rawBody('application/octet-stream'),
    handle: async ({ body }) => {
      try {
        for await (const _ of body);
        seen.resolve('complete')
      } catch (error) {
        seen.resolve(String(error))
      }
      return undefined
    },
  })
  const { port } = await serve([reading])
  const socket = connect(port, '127.0.0.1')
  socket.write(
    'PUT /read HTTP/1.1\r\nhost: x\r\ncontent-type: application/octet-stream\r\ncontent-length: 100\r\n\r\nhalf',
  )
  await pause(100)
  socket.destroy()
  expect(await seen.promise).not.toBe('complete')
})

test('an answer without end is made only as fast as it is read, and ends when the client goes', async () => {
  let made = 0
  const ended = Promise.withResolvers<void>()
  const endless = route({
    method: 'GET',
    path: '/endless',
    summary: 'Lines without end',
    access: 'anyone',
    answer: streamed('application/x-ndjson'),
    handle: ({ gone }) => {
      gone.addEventListener('abort', () => ended.resolve())
      return new Reply(
        (async function* () {
          for (; !gone.aborted; made += 1) yield `${'x'.repeat(10_000)}\n`
        })(),
      )
    },
  })
  const { url } = await serve([endless])
  const leaving = new AbortController()
  const response = await fetch(`${url}/endless`, { signal: leaving.signal })
  expect(response.headers.get('content-type')).toBe('application/x-ndjson')
  const reader = response.body?.getReader()
  await reader?.read()
  let before = -1
  while (made !== before) {
    before = made
    await pause(100)
  }
  expect(made).toBeLessThan(5_000)
  leaving.abort()
  await ended.promise
})

test('a service that ends finishes what was asked, tells streams, and takes nothing new', async () => {
  const begun = Promise.withResolvers<void>()
  const finish = Promise.withResolvers<void>()
  const slow = route({
    method: 'GET',
    path: '/slow',
    summary: 'Slow',
    access: 'anyone',
    answer: z.object({ done: z.boolean() }),
    handle: async () => {
      begun.resolve()
      await finish.promise
      return { done: true }
    },
  })
  const live = route({
    method: 'GET',
    path: '/live',
    summary: 'Live',
    access: 'anyone',
    answer: streamed('text/event-stream'),
    handle: ({ ending }) =>
      new Reply(
        (async function* () {
          yield 'data: here\n\n'
          await once(ending, 'abort')
          yield 'data: bye\n\n'
        })(),
      ),
  })
  const { server, url } = await serve([slow, live])
  const answer = fetch(`${url}/slow`)
  await begun.promise
  const stream = await fetch(`${url}/live`)
  const drained = server.drain(60_000)
  expect(server.isTakingWork()).toBe(false)
  expect(await stream.text()).toBe('data: here\n\ndata: bye\n\n')
  finish.resolve()
  expect(await (await answer).json()).toEqual({ done: true })
  await drained
  await expect(fetch(`${url}/slow`)).rejects.toThrow('fetch failed')
  running.length = 0
})

test('who asks too often waits', async () => {
  const rare = route({
    method: 'GET',
    path: '/rare',
    summary: 'Rare',
    access: 'anyone',
    limits: { perMinute: 2 },
    handle: () => undefined,
  })
  const { url } = await serve([rare])
  const statuses = []
  for (let time = 0; time < 3; time += 1) statuses.push((await fetch(`${url}/rare`)).status)
  expect(statuses).toEqual([204, 204, 429])
  const refused = await fetch(`${url}/rare`)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await codeOf(refused)).toEqual([429, 'too-many'])
})

test.each([
  [false, '127.0.0.1'],
  [true, '203.0.113.9'],
])('behind a proxy (%s) the address is the one that the proxy saw', async (behindProxy, expected) => {
  const where = route({
    method: 'GET',
    path: '/where',
    summary: 'From where',
    access: 'anyone',
    answer: z.object({ address: z.string() }),
    handle: ({ address }) => ({ address }),
  })
  const { url } = await serve([where], { behindProxy })
  const response = await fetch(`${url}/where`, {
    headers: { 'x-forwarded-for': '198.51.100.1, 203.0.113.9' },
  })
  expect(await response.json()).toEqual({ address: expected })
})

test('the OpenAPI document tells every route, and readiness follows the check', async () => {
  let fails = false
  const state = {
    version: '1.2.3',
    isTakingWork: () => true,
    check: async () => {
      if (fails) throw refuse('unavailable', 'The database does not answer.')
    },
  }
  const { url } = await serve(serviceRoutes([echo, count], state, createMetrics()))
  const document = (await (await fetch(`${url}/v1/openapi.json`)).json()) as {
    paths: Record<string, Record<string, { parameters: { name: string; in: string }[] }>>
  }
  const told = Object.entries(document.paths).flatMap(([path, of]) =>
    Object.keys(of).map((method) => `${method} ${path}`),
  )
  expect(told).toEqual([
    'post /echo/{n}',
    'put /bytes',
    'get /healthz',
    'get /readyz',
    'get /metrics',
    'get /v1/openapi.json',
  ])
  const parameters = document.paths['/echo/{n}']?.post?.parameters
  expect(parameters?.map(({ name, in: where }) => [name, where])).toEqual([
    ['n', 'path'],
    ['word', 'query'],
  ])
  expect((await fetch(`${url}/readyz`)).status).toBe(200)
  fails = true
  expect(await codeOf(await fetch(`${url}/readyz`))).toEqual([503, 'unavailable'])
  expect((await fetch(`${url}/healthz`)).status).toBe(200)
  expect((await fetch(`${url}/metrics`)).status).toBe(401)
})
