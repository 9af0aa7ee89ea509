import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDatabase } from '../../host/database/database.ts'
import { openHost } from '../bench/host.ts'
import { temporaryFolder } from '../support/database.ts'
import { noDisk, smallDisk } from '../support/disk.ts'

const megabyte = 1024 * 1024

test('a full disk refuses with a sentence, keeps what was acknowledged, and goes on once there is room', async ({
  skip,
}) => {
  using folder = temporaryFolder()
  const disk = join(folder.path, 'disk')
  using mounted = smallDisk(disk, 40)
  if (!mounted) skip(noDisk)
  const host = await openHost(join(disk, 'bench'))
  const { id: caseId } = await host.client.cases.create({ title: 'Disk is nearly full' })
  const filler = join(disk, 'filler')
  writeFileSync(filler, Buffer.alloc(30 * megabyte, 1))
  const saved: string[] = []
  const post = async (n: number) => {
    const { id } = await host.client.timeline.post({
      caseId,
      lane: 'internal',
      body: `${n} ${'x'.repeat(300_000)}`,
    })
    saved.push(id)
  }
  let refused: unknown
  for (let n = 0; n < 60 && !refused; n += 1) await post(n).catch((error: unknown) => (refused = error))
  expect(refused).toMatchObject({
    code: 'disk-full',
    message: expect.stringContaining('What was saved before is safe'),
  })

  const large = join(folder.path, 'large.bin')
  writeFileSync(large, Buffer.alloc(8 * megabyte, 7))
  const attaching = async () => {
    for await (const _step of host.client.attachments.attachPaths({ caseId, paths: [large] }));
  }
  await expect(attaching()).rejects.toMatchObject({ code: 'disk-full' })

  rmSync(filler)
  await post(1000)
  await attaching()
  await host.close()
  const file = openDatabase(join(disk, 'bench', 'bench.db'), 'read')
  expect(file.reader.value('pragma integrity_check')).toBe('ok')
  const kept = new Set(file.reader.all<{ id: string }>('select id from events').map(({ id }) => id))
  file.close()
  expect(saved.filter((id) => !kept.has(id))).toEqual([])
})
