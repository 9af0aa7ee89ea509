import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { patience } from '../test/support/patience.ts'
import { type DevHost, restartingHost } from './dev-host.ts'

let folder: string
let host: DevHost | undefined
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dev-host-'))
})
afterEach(async () => {
  await host?.stop()
  rmSync(folder, { recursive: true })
})

const program = (body: string): string => {
  const path = join(folder, 'host.mjs')
  writeFileSync(path, `console.log(JSON.stringify({ url: 'http://h/' + process.pid }));${body}`)
  return path
}
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    // No such process.
    return false
  }
}
const pidOf = (url: string | undefined): number => Number(url?.split('/').at(-1))

test('a restart ends the old host before the new one starts, and two at once are one', async () => {
  const urls: string[] = []
  host = restartingHost([program(`setInterval(() => {}, 1000)`)], (url) => urls.push(url))
  await vi.waitFor(() => expect(urls).toHaveLength(1), patience)
  host.restart()
  host.restart()
  await vi.waitFor(() => expect(urls).toHaveLength(2), patience)
  expect(isAlive(pidOf(urls[0]))).toBe(false)
  expect(isAlive(pidOf(urls[1]))).toBe(true)
  await host.stop()
  expect(isAlive(pidOf(urls[1]))).toBe(false)
})

test('a host that ended by itself comes back at the next change', async () => {
  const urls: string[] = []
  host = restartingHost([program('')], (url) => urls.push(url))
  await vi.waitFor(() => expect(urls).toHaveLength(1), patience)
  await vi.waitFor(() => expect(isAlive(pidOf(urls[0]))).toBe(false), patience)
  host.restart()
  await vi.waitFor(() => expect(urls).toHaveLength(2), patience)
})
