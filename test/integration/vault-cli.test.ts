import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { repositoryRoot } from '../../build/repository.ts'
import { casebench } from '../support/casebench.ts'
import { temporaryFolder } from '../support/database.ts'
import { imageIdOf, savedArchive } from '../support/images.ts'

const run = promisify(execFile)
const launcher = join(repositoryRoot, 'host/entry/casebench.mjs')

test('the vault at the command line: out of an archive, to another folder, and out again', async () => {
  using temporary = temporaryFolder()
  const data = join(temporary.path, 'bench')
  const image = { tags: ['shop/app:1.2'], layers: ['base', 'shop'] }
  const imageId = imageIdOf(image)
  const archive = join(temporary.path, 'app.tar')
  writeFileSync(archive, savedArchive([image]))

  const again = join(temporary.path, 'again.tar')
  expect(await casebench(data, 'vault', 'save', '--from', archive, '-o', again)).toMatchObject({
    images: [{ imageId, names: image.tags, added: true }],
    path: again,
  })
  expect(await casebench(data, 'vault', 'list')).toMatchObject({
    folder: join(data, 'vault'),
    images: [{ imageId, layers: 2 }],
    problems: [],
  })

  // Publishing is asked for, and a script says so.
  const publish = (...more: string[]) =>
    run(process.execPath, [launcher, '--data', data, 'vault', 'publish', 'shop/app:1.2', ...more])
  await expect(publish()).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('Add --yes') })
  await expect(publish('--yes')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('not connected'),
  })
  const oracle = 'container-registry.oracle.com/database/enterprise:19.19.0.0'
  await expect(
    run(process.execPath, [launcher, '--data', data, 'vault', 'publish', oracle, '--yes']),
  ).rejects.toMatchObject({ code: 2, stderr: expect.stringMatching(/is under ".*--licence-allows/s) })

  const usb = join(temporary.path, 'usb')
  expect(await casebench(data, 'vault', 'use', usb)).toEqual({ folder: usb })
  await casebench(data, 'vault', 'save', '--from', again)
  expect(await casebench(data, 'vault', 'verify')).toMatchObject({ images: 1, problems: [] })
  const blob = join(usb, 'blobs', 'sha256', imageId.slice('sha256:'.length))
  writeFileSync(blob, readFileSync(blob, 'utf8').replace('amd64', 'arm64'))
  const argv = [launcher, '--data', data, 'vault', 'verify', '--json']
  const verified = await run(process.execPath, argv).catch((error: unknown) => error)
  expect(verified).toMatchObject({ code: 1, stdout: expect.stringContaining('was changed') })

  const kept = run(process.execPath, [launcher, '--data', data, 'vault', 'remove', 'shop/app:1.2'])
  await expect(kept).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining('Nothing was removed'),
  })
  expect(await casebench(data, 'vault', 'remove', 'shop/app:1.2', '--yes')).toMatchObject({
    removed: [{ imageId }],
  })
  expect(await casebench(data, 'vault', 'list')).toMatchObject({ images: [], bytes: 0 })
})
