import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { blobPath, incomingPath } from '../../host/attachments/blob-store.ts'
import { openHost } from '../bench/host.ts'
import { temporaryFolder } from '../support/database.ts'
import { patience } from '../support/patience.ts'

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

async function* chunked(bytes: Uint8Array, pause?: Promise<void>) {
  for (let at = 0; at < bytes.length; at += 100_000) {
    yield bytes.subarray(at, at + 100_000)
    await pause
  }
}

test('bytes that a window sends become a blob, are told apart from known ones and read back', async () => {
  using folder = temporaryFolder()
  const { client, close } = await openHost(join(folder.path, 'bench'))
  const { id: caseId } = await client.cases.create({ title: 'Evidence' })
  const bytes = randomBytes(700_001)
  const send = async (name: string) => {
    const { uploadId, offset } = await client.attachments.begin({
      caseId,
      name,
      bytes: bytes.length,
      modifiedAt: 1,
    })
    return client.attachments.upload({ uploadId, offset }, chunked(bytes.subarray(offset)))
  }
  expect(await send('a.bin')).toMatchObject({ name: 'a.bin', sha256: sha(bytes), deduplicated: false })
  expect(await send('b.bin')).toMatchObject({ name: 'b.bin', deduplicated: true })
  await client.attachments.attach({ caseId, files: [{ name: 'a.bin', sha256: sha(bytes) }] })
  const parts: Uint8Array[] = []
  for await (const part of client.attachments.read({ sha256: sha(bytes), offset: 5, length: 600_000 }))
    parts.push(part)
  expect(Buffer.concat(parts).equals(bytes.subarray(5, 600_005))).toBe(true)
  const copy = join(folder.path, 'copy.bin')
  await client.attachments.saveCopy({ caseKey: caseId, nameOrSha256: 'a.bin', path: copy })
  expect(sha(readFileSync(copy))).toBe(sha(bytes))
  const again = client.attachments.saveCopy({ caseKey: caseId, nameOrSha256: 'a.bin', path: copy })
  await expect(again).rejects.toMatchObject({ code: 'exists' })
  await close()
})

test('two windows cannot write the same upload at once', async () => {
  using folder = temporaryFolder()
  const dataDir = join(folder.path, 'bench')
  const { client, close } = await openHost(dataDir)
  const { id: caseId } = await client.cases.create({ title: 'Evidence' })
  const bytes = randomBytes(400_000)
  const file = { caseId, name: 'a.bin', bytes: bytes.length, modifiedAt: 1 }
  const [first, second] = [await client.attachments.begin(file), await client.attachments.begin(file)]
  expect(second).toEqual(first)
  const hold = Promise.withResolvers<void>()
  const slow = client.attachments.upload(first, chunked(bytes, hold.promise))
  await vi.waitFor(() => expect(existsSync(incomingPath(dataDir, first.uploadId))).toBe(true), patience)
  const fast = client.attachments.upload(second, chunked(bytes))
  await expect(fast).rejects.toMatchObject({ code: 'exists' })
  hold.resolve()
  const { sha256 } = await slow
  expect(sha(readFileSync(blobPath(dataDir, sha256)))).toBe(sha256)
  await close()
})

test('files on a case are found by their text, and previews tell what they are', async () => {
  using folder = temporaryFolder()
  const { client, close } = await openHost(join(folder.path, 'bench'))
  const { id: caseId, ref } = await client.cases.create({ title: 'Evidence' })
  const files: [string, Buffer][] = [
    ['app.log', Buffer.from('WARN quuxfault in pool')],
    ['utf16.txt', Buffer.from('\ufeffgrüße', 'utf16le')],
    ['data.json', Buffer.from('{"a":1}')],
    ['note.md', Buffer.from('# Title')],
    ['picture.svg', Buffer.from('<svg onload="alert(1)"/>')],
    ['heap.hprof', Buffer.from([0, 1, 2, 3, 0, 255])],
  ]
  const paths = files.map(([name, bytes]) => {
    const path = join(folder.path, name)
    writeFileSync(path, bytes)
    return path
  })
  for await (const step of client.attachments.attachPaths({ caseId, paths })) if (step.type === 'done') break
  expect((await client.cases.list({ query: 'quuxfault has:attachment' })).rows.map((row) => row.ref)).toEqual(
    [ref],
  )
  const preview = (name: string) => {
    const bytes = files.find(([one]) => one === name)?.[1] ?? Buffer.alloc(0)
    return client.attachments.preview({ sha256: sha(bytes), name })
  }
  expect(await preview('utf16.txt')).toMatchObject({ kind: 'text', text: 'grüße' })
  expect(await preview('data.json')).toMatchObject({ kind: 'json' })
  expect(await preview('note.md')).toMatchObject({ kind: 'markdown' })
  expect(await preview('picture.svg')).toMatchObject({ kind: 'text' })
  expect(await preview('heap.hprof')).toMatchObject({ kind: 'none' })
  await close()
})
