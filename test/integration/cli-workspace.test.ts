import { existsSync } from 'node:fs'
import { mkdir, realpath, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { tarOf } from '../support/archives.ts'
import { newCase, openDesk } from './cli-process.ts'

test('a workspace is made and filled from the command line, and what is too much is asked with a way on', async () => {
  const desk = await openDesk()
  const { ref } = await newCase(desk, 'It crashes')
  const file = join(desk.folder, 'bundle.tgz')
  await writeFile(
    file,
    gzipSync(
      tarOf([
        { name: 'app.log', text: 'crash' },
        { name: '../out.txt', text: 'x' },
      ]),
    ),
  )
  const large = join(desk.folder, 'zeros.log.gz')
  await writeFile(large, gzipSync(Buffer.alloc(110_000_000)))
  await desk.json(['attach', ref, file, large])

  const made = await desk.json(['workspace', 'path', ref])
  expect(made).toEqual({ path: expect.stringContaining(ref) })
  const { path } = made as { path: string }
  expect(existsSync(join(path, '.git'))).toBe(true)

  const asked = await desk.run(['workspace', 'unpack', ref, '--json'])
  expect(asked).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('--allow ratio') })
  expect(existsSync(join(path, 'bundle'))).toBe(false)

  expect(await desk.json(['workspace', 'unpack', ref, 'bundle.tgz'])).toEqual({
    path,
    files: 1,
    refused: [{ entry: 'bundle.tgz/../out.txt', reason: expect.stringContaining('..') }],
  })
  expect(existsSync(join(path, 'app.log'))).toBe(true)
  expect(await desk.json(['workspace', 'unpack', ref, '--allow', 'ratio,bytes'])).toMatchObject({ files: 2 })
  expect(existsSync(join(path, 'zeros.log'))).toBe(true)

  const none = await desk.run(['workspace', 'unpack', ref, 'none.zip'])
  expect(none).toMatchObject({ code: 1, stderr: expect.stringContaining('none.zip') })
  expect(await desk.run(['workspace', 'unpack', ref, '--allow', 'all'])).toMatchObject({ code: 2 })
})

test('a workspace is kept in the folder that a person names, once', async () => {
  const desk = await openDesk()
  const { ref } = await newCase(desk, 'In a folder of its own')
  const folder = join(desk.folder, 'tomcat')
  const full = join(desk.folder, 'full')
  await mkdir(full)
  await writeFile(join(full, 'a.txt'), 'a')
  expect(await desk.run(['workspace', 'path', ref, '--folder', full])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('not empty and no git repository'),
  })
  const made = await desk.json(['workspace', 'path', ref, '--folder', folder])
  expect(made).toEqual({ path: await realpath(folder) })
  expect(await desk.json(['workspace', 'path', ref])).toEqual(made)
  expect(await desk.run(['workspace', 'path', ref, '--folder', join(desk.folder, 'x')])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('has a workspace in'),
  })
})
