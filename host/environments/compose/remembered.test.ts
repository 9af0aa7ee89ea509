import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../test/support/database.ts'
import { rememberConfig } from './remembered.ts'

test('config is asked again when a file, the .env or what it is asked with changes, and not else', async () => {
  using folder = temporaryFolder()
  const path = join(folder.path, 'compose.yaml')
  let times = 0
  const remembered = rememberConfig()
  const recall = async (besides = 'a', meanwhile: () => void = () => undefined) => {
    const asked = { folder: folder.path, paths: [path], besides: [besides] }
    const before = times
    await remembered.recall(asked, async () => {
      times += 1
      meanwhile()
      return `${times}`
    })
    return times > before
  }
  writeFileSync(path, 'services: {}')
  expect(await recall()).toBe(true)
  expect(await recall()).toBe(false)
  expect(await recall('b')).toBe(true)
  writeFileSync(join(folder.path, '.env'), 'TAG=1')
  expect(await recall()).toBe(true)
  rmSync(join(folder.path, '.env'))
  expect(await recall()).toBe(false)
  writeFileSync(path, 'services: { a: {} }')
  expect(await recall()).toBe(true)
  writeFileSync(path, 'services: { b: {} }')
  expect(await recall('a', () => writeFileSync(path, 'services: { c: {} }'))).toBe(true)
  writeFileSync(path, 'services: { b: {} }')
  expect(await recall()).toBe(true)
  writeFileSync(path, 'services: { a: { env_file: more.env } }')
  expect([await recall(), await recall()]).toEqual([true, true])
})
