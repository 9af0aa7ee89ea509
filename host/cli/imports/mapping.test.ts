import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { UsageError } from '../usage-error.ts'
import { readMapping } from './mapping.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'casebench-mapping-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const mapping = async (content: string) => {
  const path = join(folder, 'map.json')
  await writeFile(path, content)
  return readMapping(path)
}

test('reads a whole mapping, and the short form that names columns only', async () => {
  expect(
    await mapping('{"columns":{"title":"Summary"},"values":{"status":{"Done":"solved"}},"delimiter":";"}'),
  ).toEqual({
    columns: { title: 'Summary' },
    values: { status: { Done: 'solved' } },
    delimiter: ';',
  })
  expect(await mapping('{"title":"Summary"}')).toEqual({ columns: { title: 'Summary' }, values: {} })
})

test.each([
  ['{', /it is not JSON/],
  ['[1]', /write for each field the column/],
  ['{"columns":{"title":7}}', /write for each field the column/],
])('refuses %s', async (content, sentence) => {
  await expect(mapping(content)).rejects.toThrow(UsageError)
  await expect(mapping(content)).rejects.toThrow(sentence)
})

test('a file that is not there is bad usage', async () => {
  await expect(readMapping(join(folder, 'none.json'))).rejects.toThrow(/it cannot be read/)
})
