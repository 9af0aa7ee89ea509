import { expect, test } from 'vitest'
import { signInByBrowser } from './browser-sign-in.ts'

test('a wait for the browser ends by itself, and nobody listens any more', async () => {
  const steps = signInByBrowser({
    url: 'https://casebench.example.com',
    now: () => 1_000,
    patienceMs: 50,
    signal: new AbortController().signal,
    connect: () => Promise.reject(new Error('Nobody came')),
  })
  const { value } = await steps.next()
  if (value?.step !== 'open') throw new Error('Nothing was to be opened')
  expect(value.until).toBe(1_050)
  const { origin, pathname, searchParams } = new URL(value.url)
  expect([origin, pathname]).toEqual(['https://casebench.example.com', '/v1/identity/start'])
  const back = searchParams.get('loopback') ?? ''
  expect((await fetch(back)).status).toBe(403)
  await expect(steps.next()).rejects.toMatchObject({ code: 'not-finished' })
  await expect(fetch(back)).rejects.toThrow()
})
