import { statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { temporaryFolder } from '../../test/support/database.ts'
import { checkpointWhenIdle } from './checkpoint.ts'
import { openDatabase } from './database.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('folds the log into the file once it is quiet', () => {
  using folder = temporaryFolder()
  const path = join(folder.path, 'bench.db')
  const file = openDatabase(path, 'write')
  const idle = checkpointWhenIdle(file)
  file.exec('create table t (a text) strict')
  const before = statSync(path).size
  idle()
  vi.runAllTimers()
  expect(statSync(path).size).toBeGreaterThan(before)
  file.close()
})

it('leaves the log as it is where the disk does not take it', () => {
  using folder = temporaryFolder()
  const file = openDatabase(join(folder.path, 'bench.db'), 'write')
  const idle = checkpointWhenIdle(file)
  idle()
  file.close()
  expect(() => vi.runAllTimers()).not.toThrow()
})
