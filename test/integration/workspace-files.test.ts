import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import { openHost } from '../bench/host.ts'
import { temporaryFolder } from '../support/database.ts'

test('a customer’s file is found, edited in its own encoding, compared, and kept unsaved over a restart', async () => {
  using folder = temporaryFolder()
  const dataDir = join(folder.path, 'bench')
  const first = await openHost(dataDir)
  const { id: caseId } = await first.client.cases.create({ title: '连接池耗尽' })
  await expect(first.client.files.read({ caseId, path: 'a' })).rejects.toMatchObject({ code: 'no-workspace' })
  const { path: root } = await first.client.workspaces.open({ caseId })
  const text = '# 数据库连接池耗尽，请检查\r\nmax=8\r\n'
  await first.client.workspaces.makeFolder({ caseId, path: 'conf' })
  writeFileSync(join(root, 'conf/pool.properties'), iconv.encode(text, 'gb18030'))

  const { files } = await first.client.workspaces.quickOpen({ caseId, query: 'poolprop' })
  expect(files.map(({ path }) => path)).toEqual(['conf/pool.properties'])
  const opened = await first.client.files.read({ caseId, path: 'conf/pool.properties' })
  if (opened.kind !== 'text') throw new Error('It is a text')
  expect(opened).toMatchObject({ text, form: { encoding: 'gb18030', lineEnding: '\r\n' }, damaged: false })
  const edited = opened.text.replace('max=8', 'max=80')
  const saved = await first.client.files.write({
    caseId,
    path: 'conf/pool.properties',
    text: edited,
    form: opened.form,
    base: opened.version,
  })
  expect(readFileSync(join(root, 'conf/pool.properties')).equals(iconv.encode(edited, 'gb18030'))).toBe(true)
  const unsaved = {
    path: 'conf/pool.properties',
    text: `${edited}min=1`,
    form: opened.form,
    base: saved.version,
    at: 1,
  }
  await first.client.files.keepUnsaved({ caseId, unsaved })
  await first.close()

  const second = await openHost(dataDir)
  try {
    expect((await second.client.files.listUnsaved({ caseId })).unsaved).toEqual([unsaved])
    const again = await second.client.files.read({ caseId, path: 'conf/pool.properties' })
    expect(again).toMatchObject({ version: saved.version })
    const states = (await second.client.workspaces.list({ caseId, folder: '' })).entries
    expect(states).toMatchObject([{ path: 'conf', kind: 'folder', status: 'untracked' }])
    const lines = []
    for await (const found of second.client.workspaces.find({ caseId, text: 'max=80' }))
      if (found.type === 'file') lines.push(...found.lines)
    expect(lines).toMatchObject([{ line: 2, text: 'max=80' }])
    rmSync(root, { recursive: true })
    for (const act of [
      () => second.client.files.read({ caseId, path: 'conf/pool.properties' }),
      () => second.client.workspaces.list({ caseId, folder: '' }),
      () => second.client.workspaces.quickOpen({ caseId, query: 'x' }),
    ])
      await expect(act()).rejects.toMatchObject({ code: 'vanished' })
    expect((await second.client.files.listUnsaved({ caseId })).unsaved).toHaveLength(1)
  } finally {
    await second.close()
  }
})
