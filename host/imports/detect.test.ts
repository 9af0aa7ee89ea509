import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { importSource, readImport } from '../../test/support/import-source.ts'
import { inspect, parse } from './parse.ts'

const found = async (content: string | Uint8Array, name = 'file') =>
  (await inspect(importSource(content, name), 'auto')).format

describe('the format of a file', () => {
  it.each([
    ['github', '[{"url":"https://api.github.com/repos/a/b/issues/1","number":1,"title":"x"}]'],
    [
      'github',
      '{"number":1,"title":"about \\"requester_id\\": and \\"bugs\\": [","author":{},"state":"OPEN"}',
    ],
    ['github', '{"id":"1","type":"PushEvent","repo":{"id":1},"payload":{}}'],
    ['jira', '{"expand":"schema","issues":[{"key":"AB_C-1","fields":{"summary":"x"}}]}'],
    ['jira', 'Summary,Issue key,Status\nx,AB-1,Open\n'],
    ['zendesk', '{"ticket":{"id":1,"subject":"x"}}'],
    ['zendesk', '{"id":1,"subject":"x","requester_id":7}\n'],
    ['bugzilla', '{"bugs":[{"id":1,"summary":"x"}]}'],
    ['casebench', '{\n "casebench": 1, "records": []}'],
    ['eml', 'Received: from x\r\nFrom: a@b.example\r\nSubject: x\r\n\r\nbody'],
    ['mbox', 'From a@b.example Fri Jan  5 10:00:00 2024\nFrom: a@b.example\n\nx\n'],
    ['csv', 'id;title;status\n1;x;open\n2;y;closed\n'],
    ['csv', 'sep=;\nid;title\n1;x\n'],
    ['github', '!damaged\n{"html_url":"https://github.com/a/b/issues/1","number":1,"title":"x"}\n'],
  ])('is %s by its content: %s', async (format, content) => {
    expect(await found(content)).toBe(format)
  })

  it('is told by the name where the content does not', async () => {
    expect(await found('title\nonly one column\n', 'export.CSV')).toBe('csv')
    expect(await found('[]', 'jira-search.json')).toBe('jira')
    expect(await found('', 'a.mbox')).toBe('mbox')
  })

  it('is asked for where nothing tells it', async () => {
    for (const content of [
      'just some prose, with a comma.\nAnd more of it.',
      '{"a":1}',
      new Uint8Array([0, 1, 2, 3]),
      '',
    ]) {
      await expect(found(content)).rejects.toMatchObject({ code: 'unknown-format' })
      const { records, skips } = await readImport(content)
      expect([records, skips.map(({ line }) => line)]).toEqual([[], [1]])
    }
  })
})

describe('inspecting a table', () => {
  it('gives its columns, a guess with translations, and some rows', async () => {
    const rows = Array.from(
      { length: 50 },
      (_, i) => `T-${i};Straße ${i};${i % 2 ? 'In Progress' : 'Erledigt'};P${(i % 3) + 1};x`,
    )
    const text = `Ticket;Betreff;Status;Priority;;Priority\n${rows.map((row) => `${row};y`).join('\n')}\n`
    const bytes = iconv.encode(text, 'win1252')
    const { csv, ...rest } = await inspect(importSource(bytes, 'desk.csv'), 'auto')
    expect(rest).toEqual({ format: 'csv', encoding: 'windows-1252' })
    expect(csv?.columns).toEqual(['Ticket', 'Betreff', 'Status', 'Priority', 'Column 5', 'Priority (2)'])
    expect(csv?.sample).toHaveLength(20)
    expect(csv?.sample[1]).toEqual(['T-1', 'Straße 1', 'In Progress', 'P2', 'x', 'y'])
    expect(csv?.guess).toEqual({
      columns: { externalId: 'Ticket', title: 'Betreff', status: 'Status', severity: 'Priority' },
      values: { status: { 'In Progress': 'open' }, severity: { P1: '1', P2: '2', P3: '3' } },
      delimiter: ';',
    })
    expect(csv?.targets).toEqual(expect.arrayContaining(['title', 'customer', 'comments']))
  })
})

describe('a cancelled import', () => {
  it('stops between two records, and in a file that has none', async () => {
    const stop = new AbortController()
    const line = '{"html_url":"https://github.com/a/b/issues/1","number":1,"title":"x"}\n'
    const seen: unknown[] = []
    const reading = async () => {
      for await (const one of parse(importSource(line.repeat(10)), {
        format: 'github',
        signal: stop.signal,
      })) {
        seen.push(one)
        stop.abort()
      }
    }
    await expect(reading()).rejects.toMatchObject({ code: 'cancelled' })
    expect(seen).toHaveLength(1)
    const silent = parse(importSource(' '.repeat(1000), 'x', 10), { format: 'auto', signal: stop.signal })
    await expect(silent.next()).rejects.toMatchObject({ code: 'cancelled' })
  })
})
