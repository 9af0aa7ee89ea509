import { expect, test } from 'vitest'
import { testCentral, testPostgres } from '../../test/support/central.ts'

const postgres = testPostgres()

test('the page is served with all it loads, each file for ever under its own address', async () => {
  const central = await testCentral(await postgres.database())
  const page = await fetch(`${central.url}/`)
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(page.headers.get('cache-control')).toBe('no-cache')
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self';")
  const document = await page.text()
  expect(document).not.toMatch(/<script(?![^>]* src=)/)

  const waiting = [...document.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path ?? '')
  const seen = new Set<string>()
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path)) continue
    seen.add(path)
    const file = await fetch(new URL(path, central.url))
    expect([path, file.status]).toEqual([path, 200])
    expect(file.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(file.headers.get('content-type')).toMatch(/^(text\/(javascript|css)|image\/svg)/)
    const imports = (await file.text()).matchAll(/^(?:import|export)\b.*?from '(\.[^']+)'/gm)
    for (const [, from] of imports) waiting.push(new URL(from ?? '', new URL(path, central.url)).pathname)
  }
  expect([...seen].some((path) => path.endsWith('/people.ts'))).toBe(true)
  await central.close()
})

test('only files of the page are served, and another version’s address is not kept', async () => {
  const central = await testCentral(await postgres.database())
  const statusOf = async (path: string) => (await fetch(`${central.url}${path}`)).status
  for (const path of [
    '/web/x/tsconfig.json',
    '/web/x/..%2Froutes.ts',
    '/web/x/index.html',
    '/web/x/__proto__',
  ])
    expect([path, await statusOf(path)]).toEqual([path, 404])
  const other = await fetch(`${central.url}/web/another/main.ts`)
  expect([other.status, other.headers.get('cache-control')]).toEqual([200, 'no-cache'])
  await central.close()
})
