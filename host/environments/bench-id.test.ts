import { cpSync, mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { v7 } from 'uuid'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../test/support/database.ts'
import { benchId } from './bench-id.ts'

test('a bench keeps its id, also when its folder moves; a copy of it gets another', () => {
  using folder = temporaryFolder()
  const at = (name: string) => join(folder.path, name)
  mkdirSync(at('first'))
  const id = benchId(at('first'), v7)
  expect(benchId(at('first'), v7)).toBe(id)
  cpSync(at('first'), at('copy'), { recursive: true })
  const other = benchId(at('copy'), v7)
  expect(other).not.toBe(id)
  renameSync(at('first'), at('moved'))
  expect(benchId(at('moved'), v7)).toBe(id)
  expect(benchId(at('copy'), v7)).toBe(other)
})
