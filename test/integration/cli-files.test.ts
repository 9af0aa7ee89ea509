import { createHash } from 'node:crypto'
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { patience } from '../support/patience.ts'
import { type Desk, newCase, openDesk, serving, startCli } from './cli-process.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

const issue = (number: number, title = `Issue ${number}`) => ({
  id: 9000 + number,
  number,
  title,
  body: 'The pool is empty.',
  state: 'open',
  user: { login: 'ann' },
  labels: [{ name: 'bug' }],
  html_url: `https://example.org/acme/shop/issues/${number}`,
  url: `https://example.org/repos/acme/shop/issues/${number}`,
  repository_url: 'https://example.org/repos/acme/shop',
  created_at: '2026-01-02T03:04:05Z',
  updated_at: new Date(Date.UTC(2026, 0, 3) + number * 1000).toISOString(),
})

const put = async (desk: Desk, name: string, content: string) => {
  const path = join(desk.folder, name)
  await mkdir(join(path, '..'), { recursive: true })
  await writeFile(path, content)
  return name
}

const members = ['imported', 'updated', 'unchanged', 'skipped', 'cases', 'events']

describe('import', () => {
  test('reports what arrived; a second time nothing is doubled', async () => {
    const desk = await openDesk()
    const file = await put(desk, 'issues.json', JSON.stringify([issue(1), issue(2)]))
    const first = await desk.json(['import', file])
    expect(first).toMatchObject({ imported: 2, updated: 0, unchanged: 0, skipped: [] })
    expect(Object.keys(first as object)).toEqual(members)
    expect(await desk.json(['import', file])).toMatchObject({ imported: 0, unchanged: 2 })
    await put(
      desk,
      'issues.json',
      JSON.stringify([{ ...issue(1, 'Renamed'), updated_at: '2026-02-01T00:00:00Z' }, issue(2)]),
    )
    expect(await desk.json(['import', file, '--format', 'github'])).toMatchObject({
      updated: 1,
      unchanged: 1,
    })
    expect(await desk.json(['cases', '--count'])).toMatchObject({ total: 2 })
  })

  test('several files, a folder of e-mails, and standard input', async () => {
    const desk = await openDesk()
    const mail = (n: number) =>
      `From: Ann <ann@example.org>\r\nTo: support@example.com\r\nSubject: Question ${n}\r\nMessage-ID: <${n}@example.org>\r\nDate: Fri, 2 Jan 2026 03:04:05 +0000\r\n\r\nHello ${n}\r\n`
    await put(desk, 'mail/a.eml', mail(1))
    await put(desk, 'mail/b.eml', mail(2))
    await put(desk, 'one.json', JSON.stringify([issue(1)]))
    expect(await desk.json(['import', 'one.json', 'mail'])).toMatchObject({ imported: 3, skipped: [] })
    expect(await desk.json(['import', '-'], { input: JSON.stringify([issue(7)]) })).toMatchObject({
      imported: 1,
    })
  })

  test('CSV with a mapping', async () => {
    const desk = await openDesk()
    await put(desk, 'tickets.csv', 'Number,Headline,Worth\n1,Slow start,2\n2,Crash,1\n')
    await put(desk, 'map.json', '{"title":"Headline","externalId":"Number","severity":"Worth"}')
    expect(await desk.json(['import', 'tickets.csv', '--map', 'map.json'])).toMatchObject({ imported: 2 })
    expect(await desk.json(['cases', '--sort', 'title'])).toMatchObject({
      cases: [{ title: 'Crash' }, { title: 'Slow start' }],
    })
  })

  test('a bad record is named with its line and the good ones arrive', async () => {
    const desk = await openDesk()
    const lines = [JSON.stringify(issue(1)), '{"number": 2, "title": "Cra', JSON.stringify(issue(3))]
    await put(desk, 'issues.ndjson', `${lines.join('\n')}\n`)
    const report = await desk.json(['import', 'issues.ndjson', '--format', 'github'])
    expect(report).toMatchObject({
      imported: 2,
      skipped: [{ source: expect.stringContaining('issues.ndjson'), line: 2, reason: expect.any(String) }],
    })
    const again = await desk.run(['import', 'issues.ndjson', '--format', 'github'])
    expect(again.stdout).toMatch(
      /0 imported, 0 updated, 2 unchanged: .*\n1 record skipped:\n {2}.*issues\.ndjson:2: ./,
    )
  })

  test('one that brings nothing fails, and still reports', async () => {
    const desk = await openDesk()
    await put(desk, 'broken.ndjson', '{"number": \n{"title"\n')
    const ended = await desk.run(['import', 'broken.ndjson', '--format', 'github', '--json'])
    expect(ended.code).toBe(1)
    expect(JSON.parse(ended.stdout)).toMatchObject({ imported: 0, cases: 0 })
    expect(ended.stderr).toBe('Nothing could be imported; the reasons are in the report.\n')
  })

  test('an interrupt keeps what is in and says so', async ({ skip }) => {
    skip(process.platform === 'win32', 'Windows cannot send an interrupt to one process')
    const desk = await openDesk()
    const total = 40_000
    const lines = Array.from({ length: total }, (_, index) => JSON.stringify(issue(index + 1)))
    await put(desk, 'many.ndjson', lines.join('\n'))
    const { child, ended } = startCli([
      '--data',
      desk.data,
      'import',
      join(desk.folder, 'many.ndjson'),
      '--json',
    ])
    const written = async () =>
      (await readFile(join(desk.data, 'bench.db-wal')).catch(() => Buffer.alloc(0))).length
    await expect.poll(written, { ...patience, interval: 20 }).toBeGreaterThan(2_000_000)
    child.kill('SIGINT')
    expect(await ended).toEqual({
      code: 130,
      stdout: '',
      stderr: expect.stringMatching(/^The import was stopped.* What is in already is kept; [^\n]+\n$/),
    })
    const { total: kept } = (await desk.json(['cases', '--count'])) as { total: number }
    expect(kept).toBeGreaterThan(0)
    expect(kept).toBeLessThan(total)
  })
})

describe('attachments', () => {
  test('go in hashed, once, and come out the same', async () => {
    const desk = await openDesk()
    const { ref } = await newCase(desk, 'One')
    await put(desk, 'server.log', 'ORA-00060\n')
    await put(desk, 'copy.log', 'ORA-00060\n')
    const file = { bytes: 10, sha256: sha256('ORA-00060\n') }
    expect(await desk.json(['attach', ref, 'server.log', '--lane', 'customer'])).toEqual({
      attachments: [{ name: 'server.log', ...file, deduplicated: false }],
    })
    expect(await desk.json(['attach', ref, 'copy.log'])).toEqual({
      attachments: [{ name: 'copy.log', ...file, deduplicated: true }],
    })
    const { attachments, events } = (await desk.json(['show', ref])) as {
      attachments: object[]
      events: object[]
    }
    expect(attachments).toEqual([
      { name: 'server.log', ...file, mediaType: expect.any(String), eventId: expect.any(String) },
      { name: 'copy.log', ...file, mediaType: expect.any(String), eventId: expect.any(String) },
    ])
    expect(events).toContainEqual(expect.objectContaining({ lane: 'customer' }))
  })

  test('are saved by name or hash, to a file or to standard output', async () => {
    const desk = await openDesk()
    const { ref } = await newCase(desk, 'One')
    await put(desk, 'server.log', 'ORA-00060\n')
    await desk.json(['attach', ref, 'server.log'])
    const saved = join(desk.folder, 'saved.log')
    expect(await desk.json(['save-attachment', ref, 'server.log', '-o', 'saved.log'])).toEqual({
      path: saved,
      bytes: 10,
    })
    expect(await readFile(saved, 'utf8')).toBe('ORA-00060\n')
    await desk.json(['save-attachment', ref, sha256('ORA-00060\n'), '-o', 'by-hash.log'])
    expect(await desk.run(['save-attachment', ref, 'server.log', '-o', '-'])).toEqual({
      code: 0,
      stdout: 'ORA-00060\n',
      stderr: '',
    })
  })

  test('are never written over a file unless told so, and keep their names in a folder', async () => {
    const desk = await openDesk()
    await serving(desk)
    const { ref } = await newCase(desk, 'One')
    await put(desk, 'a.txt', 'new')
    await put(desk, 'mine.txt', 'mine')
    await mkdir(join(desk.folder, 'into'))
    await desk.json(['attach', ref, 'a.txt'])
    const refused = await desk.run(['save-attachment', ref, 'a.txt', '-o', 'mine.txt'])
    expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('mine.txt') })
    expect(await readFile(join(desk.folder, 'mine.txt'), 'utf8')).toBe('mine')
    await desk.json(['save-attachment', ref, 'a.txt', '-o', 'mine.txt', '--force'])
    expect(await readFile(join(desk.folder, 'mine.txt'), 'utf8')).toBe('new')
    await desk.json(['save-attachment', ref, 'a.txt', '-o', 'into'])
    expect(await readdir(join(desk.folder, 'into'))).toEqual(['a.txt'])
  })

  test('a missing file or attachment fails', async () => {
    const desk = await openDesk()
    const { ref } = await newCase(desk, 'One')
    for (const argv of [
      ['attach', ref, 'none.log'],
      ['save-attachment', ref, 'none.log', '-o', 'x'],
    ])
      expect(await desk.run(argv)).toMatchObject({
        code: 1,
        stdout: '',
        stderr: expect.stringContaining('none.log'),
      })
    expect(await desk.run(['save-attachment', ref, 'x', '-o', '-', '--json'])).toMatchObject({ code: 2 })
  })
})

describe('export, backup and restore', () => {
  const filled = async () => {
    const desk = await openDesk()
    const { ref } = await newCase(desk, 'Pool exhausted', 'customer=Acme', 'tags=jdbc')
    await put(desk, 'server.log', 'ORA-00060\n')
    await desk.json(['attach', ref, 'server.log'])
    await desk.json(['note', ref, '--lane', 'expert', 'Please look.'])
    return { desk, ref }
  }

  test('an exported case imports again to the same content', async () => {
    const { desk, ref } = await filled()
    expect(await desk.json(['export', ref, '-o', 'out'])).toEqual({
      path: join(desk.folder, 'out'),
      bytes: expect.any(Number),
    })
    expect((await readdir(join(desk.folder, 'out'))).sort()).toEqual(
      expect.arrayContaining(['case.json', 'case.md']),
    )
    const other = await openDesk()
    await cp(join(desk.folder, 'out'), join(other.folder, 'out'), { recursive: true })
    expect(await other.json(['import', 'out'])).toMatchObject({ imported: 1, skipped: [] })
    expect(await other.json(['show', ref])).toEqual(await desk.json(['show', ref]))
    expect(await other.run(['save-attachment', ref, 'server.log', '-o', '-'])).toMatchObject({
      stdout: 'ORA-00060\n',
    })
    expect(await desk.run(['export', ref, '-o', 'out'])).toMatchObject({ code: 1, stdout: '' })
  })

  test('a backup brings everything back, into an empty folder or with the old one moved aside', async () => {
    const { desk, ref } = await filled()
    const before = await desk.json(['show', ref])
    const path = join(desk.folder, 'bench.casebench')
    expect(await desk.json(['backup', '-o', 'bench.casebench'])).toEqual({ path, bytes: expect.any(Number) })
    expect(await desk.run(['backup', '-o', 'bench.casebench'])).toMatchObject({ code: 1, stdout: '' })
    await desk.json(['backup', '-o', 'bench.casebench', '--force'])

    const other = await openDesk()
    expect(await other.json(['restore', path])).toMatchObject({
      dataDir: other.data,
      cases: 1,
      movedAside: null,
    })
    expect(await other.json(['show', ref])).toEqual(before)
    await newCase(other, 'Later')
    expect(await other.run(['restore', path])).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('--force'),
    })
    const { movedAside } = (await other.json(['restore', path, '--force'])) as { movedAside: string }
    expect(await other.json(['cases', '--count'])).toMatchObject({ total: 1 })
    expect(await readdir(movedAside)).toContain('bench.db')
  })

  test('what is no backup changes nothing', async () => {
    const desk = await openDesk()
    await put(desk, 'no.casebench', 'hello')
    expect(await desk.run(['restore', 'no.casebench'])).toMatchObject({ code: 1, stdout: '' })
    expect(await desk.run(['restore', 'none.casebench'])).toMatchObject({ code: 1, stdout: '' })
    expect(await readdir(desk.folder)).toEqual(['no.casebench'])
  })
})
