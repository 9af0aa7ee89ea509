import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { expandSources, spoolInput } from './sources.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'casebench-sources-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const put = async (path: string) => {
  await mkdir(join(folder, path, '..'), { recursive: true })
  await writeFile(join(folder, path), '{}')
}

test('a file stands for itself', async () => {
  await put('a.json')
  expect(await expandSources([join(folder, 'a.json')])).toEqual([join(folder, 'a.json')])
})

test('a folder stands for its e-mails and the exported cases in it, in the order of their names', async () => {
  for (const path of ['b.eml', 'a.EML', 'notes.txt', 'CB-1/case.json', 'CB-1/x.eml', 'other/x.eml'])
    await put(path)
  const found = await expandSources([folder])
  expect(found).toEqual(['a.EML', 'b.eml', 'CB-1'].map((name) => join(folder, name)))
})

test('an exported case is one source', async () => {
  await put('CB-1/case.json')
  expect(await expandSources([join(folder, 'CB-1')])).toEqual([join(folder, 'CB-1')])
})

test('a missing file or a folder without anything to import says so', async () => {
  await expect(expandSources([join(folder, 'no.json')])).rejects.toThrow(
    /^There is no file .*Nothing was imported\.$/,
  )
  await expect(expandSources([folder])).rejects.toThrow(/holds neither e-mail files nor/)
})

test('standard input becomes a file that goes away again', async () => {
  const { path, dispose } = await spoolInput(Readable.from(['one', 'two']), new AbortController().signal)
  expect(await readFile(path, 'utf8')).toBe('onetwo')
  await dispose()
  await expect(stat(path)).rejects.toThrow('ENOENT')
})

test('an interrupt while standard input is read leaves nothing behind', async () => {
  const controller = new AbortController()
  const endless = new Readable({ read: () => controller.abort() })
  await expect(spoolInput(endless, controller.signal)).rejects.toThrow(
    'The import was stopped before it began.',
  )
})
