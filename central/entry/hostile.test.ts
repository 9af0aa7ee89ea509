import { expect, test } from 'vitest'
import { z } from 'zod'
import { connectBench, testCentral, testPostgres } from '../../test/support/central.ts'
import { isRaw, type Route } from '../http/route.ts'

const postgres = testPostgres()

/** What breaks programs that take text for something else: databases, paths, headers, regular expressions. */
const hostile: readonly string[] = [
  '',
  '\u0000',
  'a\u0000b',
  '\ud800',
  "'; drop table accounts; --",
  '%',
  '../../etc/passwd',
  '$1',
  '{}',
  'NaN',
  '-1',
  '9'.repeat(40),
  '01890000-0000-0000-0000-000000000000',
  '\r\nset-cookie: a=b',
  'ö'.repeat(70_000),
]

const values: readonly unknown[] = [
  ...hostile,
  null,
  true,
  -1,
  1e308,
  [],
  [[]],
  {},
  { toString: 1, length: -1 },
  Array.from({ length: 5_000 }, () => 0),
]

const namesOf = (schema: Route['body'] | Route['query']): string[] =>
  schema && !isRaw(schema)
    ? Object.keys(
        z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }).properties ?? { anything: true },
      )
    : []

const nested = (depth: number): unknown => (depth === 0 ? 0 : [nested(depth - 1)])

/** Requests that a well-meaning client would not send to this route. */
const requestsFor = (route: Route): { path: string; body: unknown }[] => {
  const paths = route.path.includes(':')
    ? hostile.map((text) =>
        route.path.replaceAll(/:\w+/g, () => encodeURIComponent(text.toWellFormed()).slice(0, 2_000)),
      )
    : [route.path]
  const [path = ''] = paths
  const fill = (schema: Route['body'], value: unknown) =>
    Object.fromEntries(namesOf(schema).map((name) => [name, value]))
  const queries = route.query
    ? hostile.map((text) =>
        `${path}?${new URLSearchParams(fill(route.query, text) as Record<string, string>)}`.slice(0, 4_000),
      )
    : []
  const bodies =
    route.body && !isRaw(route.body) ? values.flatMap((value) => [value, fill(route.body, value)]) : []
  return [
    ...[...paths, ...queries].map((one) => ({ path: one, body: {} })),
    ...[...bodies, nested(500)].map((body) => ({ path, body })),
  ]
}

test.each(['person', 'device'] as const)('nothing that a %s may send breaks a route', async (who) => {
  const central = await testCentral(await postgres.database())
  const bench = await connectBench(central, { name: 'Root', role: 'administrator' })
  const authorization = `Bearer ${who === 'person' ? bench.personalToken : bench.token}`
  let sent = 0
  for (const route of central.routes) {
    for (const { path, body } of requestsFor(route)) {
      const leaving = new AbortController()
      const response = await fetch(central.url + path, {
        method: route.method,
        headers: { authorization, 'content-type': 'application/json' },
        signal: leaving.signal,
        ...(['GET', 'HEAD'].includes(route.method) ? {} : { body: JSON.stringify(body) }),
      })
      leaving.abort()
      sent += 1
      const told = `${route.method} ${path.slice(0, 200)} ${JSON.stringify(body)?.slice(0, 200)}`
      expect(response.status, told).toBeLessThan(500)
      // The door is shut, or was opened too often; what is behind it was not asked.
      if (response.status === 403 || response.status === 429) break
    }
  }
  expect(sent).toBeGreaterThan(200)
  await central.close()
})
