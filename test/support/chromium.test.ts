import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findChromium, firstThatShows, stepsOf } from './chromium.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chromium-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const program = (name: string): string => {
  const path = join(folder, name)
  writeFileSync(path, '#!/bin/sh\nexit 1\n')
  chmodSync(path, 0o755)
  return path
}

test('the first that works is taken, and nothing after it is tried', async () => {
  const tried: string[] = []
  const step = (name: string, path: string | null) => ({
    name,
    find: async () => {
      tried.push(name)
      return path
    },
  })
  const steps = [
    step('nothing', null),
    step('broken', '/broken'),
    step('good', '/good'),
    step('install', '/new'),
  ]
  expect(await firstThatShows(steps, async (path) => path !== '/broken')).toEqual({
    path: '/good',
    from: 'good',
  })
  expect(tried).toEqual(['nothing', 'broken', 'good'])
  expect(await firstThatShows(steps.slice(0, 2), async () => false)).toBeNull()
})

test('PATH is searched in the order of preference, before anything is installed', async () => {
  const chrome = program('google-chrome')
  const shell = program('chromium-headless-shell')
  const steps = stepsOf({ PATH: `/does/not/exist:${folder}` })
  const onPath = await Promise.all(steps.filter(({ name }) => name === 'PATH').map(({ find }) => find()))
  expect(onPath).toEqual([shell, chrome])
  expect(steps.map(({ name }) => name)).toEqual([
    'the cache of Playwright',
    'PATH',
    'PATH',
    'the package @sparticuz/chromium',
    'apt-get',
    'playwright install',
  ])
})

test('a named Chromium that does not work is an error, not a reason to take another', async () => {
  const broken = program('chromium')
  await expect(findChromium({ CASEBENCH_CHROMIUM: broken })).rejects.toThrow(
    `names ${broken}, which does not show`,
  )
})
