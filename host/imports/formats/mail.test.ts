import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { importSource, readImport } from '../../../test/support/import-source.ts'
import { mailWithin } from './mail.ts'

interface Letter {
  id?: string
  from?: string
  to?: string
  subject?: string
  date?: string
  references?: string
  inReplyTo?: string
  body?: string
  headers?: string[]
}

const letter = ({
  id,
  from = 'Jo Doe <jo@acme.example>',
  to = 'help@desk.example',
  ...rest
}: Letter): string =>
  [
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${rest.subject ?? 'Pool exhausted'}`,
    `Date: ${rest.date ?? 'Fri, 5 Jan 2024 10:00:00 +0100'}`,
    ...(id ? [`Message-ID: <${id}>`] : []),
    ...(rest.references ? [`References: ${rest.references}`] : []),
    ...(rest.inReplyTo ? [`In-Reply-To: ${rest.inReplyTo}`] : []),
    ...(rest.headers ?? []),
    '',
    rest.body ?? 'It hangs.',
    '',
  ].join('\r\n')

const mbox = (...letters: string[]): string =>
  letters.map((one) => `From jo@acme.example Fri Jan  5 10:00:00 2024\r\n${one}\r\n`).join('')

describe('a mailbox', () => {
  const message = { kind: 'message', lane: 'customer' }
  const jo = { name: 'Jo Doe', email: 'jo@acme.example' }
  const kim = { name: 'Park, Kim', email: 'kim@desk.example' }

  it('gives one record for each conversation, whatever the order of its messages', async () => {
    const answer = letter({
      id: 'b@desk',
      from: '"Park, Kim" <kim@desk.example>',
      to: 'jo@acme.example',
      subject: 'Re: Pool exhausted',
      date: 'Fri, 5 Jan 2024 11:00:00 +0100',
      references: '<a@acme>',
      body: 'Which version?',
    })
    const other = letter({ id: 'x@acme', subject: 'Licence', date: 'Thu, 4 Jan 2024 09:00:00 GMT' })
    const first = letter({ id: 'a@acme' })
    const last = letter({
      id: 'c@acme',
      subject: 'RE: Pool exhausted',
      inReplyTo: '<b@desk>',
      date: 'Fri, 5 Jan 2024 12:00:00 +0100',
      body: '10.1.28',
    })
    const { records, lines, skips } = await readImport(mbox(answer, other, first, last), { chunk: 50 })
    expect([skips, lines]).toEqual([[], [11, 1]])
    expect(records[1]).toEqual({
      system: 'mail',
      externalId: 'a@acme',
      title: 'Pool exhausted',
      description: 'It hangs.',
      createdAt: Date.parse('2024-01-05T09:00:00Z'),
      updatedAt: Date.parse('2024-01-05T11:00:00Z'),
      tags: [],
      components: [],
      customer: null,
      owner: null,
      reporter: jo,
      events: [
        {
          ...message,
          externalId: 'a@acme',
          author: jo,
          at: Date.parse('2024-01-05T09:00:00Z'),
          body: 'It hangs.',
        },
        {
          ...message,
          externalId: 'b@desk',
          author: kim,
          at: Date.parse('2024-01-05T10:00:00Z'),
          body: 'Which version?',
        },
        {
          ...message,
          externalId: 'c@acme',
          author: jo,
          at: Date.parse('2024-01-05T11:00:00Z'),
          body: '10.1.28',
        },
      ],
      original: { to: ['jo@acme.example', 'help@desk.example'] },
    })
  })

  it('takes back the quoting of lines that start with From, and is not fooled by prose', async () => {
    const body =
      '>From here on it fails.\r\n>>From a quote.\r\n\r\nFrom the log: nothing.\r\n\r\nFrom 10:30 on it hangs.'
    const { records } = await readImport(
      mbox(letter({ id: 'a@acme', body }), letter({ id: 'b@acme', subject: 'B' })),
    )
    expect(records.map(({ externalId }) => externalId)).toEqual(['a@acme', 'b@acme'])
    expect(records[0]?.description.split(/\r?\n/)).toEqual([
      'From here on it fails.',
      '>From a quote.',
      '',
      'From the log: nothing.',
      '',
      'From 10:30 on it hangs.',
    ])
  })

  it('joins an answer without references by its subject and its people', async () => {
    const ask = letter({ id: 'a@acme', to: 'kim@desk.example' })
    const stranger = letter({
      id: 's@else',
      from: 'sam@else.example',
      subject: 'Re: Pool exhausted',
      to: 'kim@desk.example',
    })
    const answer = letter({
      id: 'k@desk',
      from: 'kim@desk.example',
      to: 'jo@acme.example',
      subject: 'AW: Re: Pool exhausted',
    })
    const { records } = await readImport(mbox(answer, stranger, ask))
    expect(records.map(({ events }) => events.map(({ externalId }) => externalId).sort())).toEqual([
      ['s@else'],
      ['a@acme', 'k@desk'],
    ])
  })

  it('holds the copy of a message once, and a message without a name under a stable one', async () => {
    const nameless = letter({ subject: 'Nameless' })
    const text = mbox(letter({ id: 'a@acme' }), letter({ id: 'a@acme' }), nameless)
    const [one, again] = [await readImport(text), await readImport(text)]
    expect(one.records.map(({ events }) => events.length)).toEqual([1, 1])
    expect(one.records).toEqual(again.records)
    expect(one.records[1]?.externalId).toMatch(/^mail-[0-9a-f]{32}$/)
  })
})

describe('a mailbox with more than can be held', () => {
  it('gives out a long conversation in parts that belong together', async () => {
    const letters = Array.from({ length: 9 }, (_, i) =>
      letter({
        id: `${i}@a`,
        references: i > 0 ? '<0@a>' : '',
        body: `${i} ${'x'.repeat(3000)}`,
        subject: i > 0 ? 'Re: Long' : 'Long',
      }),
    )
    const records = []
    for await (const batch of mailWithin(importSource(mbox(...letters)), 20_000)) {
      for (const one of batch) if (one.type === 'record') records.push(one.record)
    }
    expect(records.length).toBeGreaterThan(1)
    expect(
      new Set(
        records.map(
          ({ externalId, title, description }) => `${externalId} ${title} ${description.slice(0, 3)}`,
        ),
      ),
    ).toEqual(new Set(['0@a Long 0 x']))
    const ids = records.flatMap(({ events }) => events.map(({ externalId }) => externalId))
    expect(ids.toSorted()).toEqual(letters.map((_, i) => `${i}@a`))
  })
})

describe('a message', () => {
  it('alone belongs to the conversation whose first message it names', async () => {
    const { records } = await readImport(
      letter({ id: 'c@acme', subject: 'Re: [x] Pool', references: '<a@acme> <b@desk>' }),
      { name: 'c.eml' },
    )
    expect(records[0]).toMatchObject({
      externalId: 'a@acme',
      title: '[x] Pool',
      events: [{ externalId: 'c@acme' }],
    })
  })

  it('of HTML only becomes text, without scripts and pictures', async () => {
    const body =
      '<html><body><script>alert(1)</script><p>It <b>hangs</b>, see <a href="https://example.org/x">the log</a>.</p><img src="https://evil.example/t.gif"><ul><li>one</li></ul></body></html>'
    const { records } = await readImport(
      letter({ id: 'a@b', body, headers: ['MIME-Version: 1.0', 'Content-Type: text/html; charset=utf-8'] }),
    )
    expect(records[0]?.description).toBe('It hangs, see the log [https://example.org/x].\n\n * one')
  })

  it('of HTML without end keeps the whole of it as a file', async () => {
    const body = `<p>${'long '.repeat(500_000)}end</p>`
    const headers = ['Content-Type: text/html']
    const { records } = await readImport(letter({ id: 'a@b', body, headers }))
    const files = records[0]?.events.at(-1)?.files ?? []
    expect(files.map(({ name }) => name)).toEqual(['message.html', 'message.txt'])
    expect(
      Buffer.from(files[0]?.content as Uint8Array)
        .toString()
        .trim(),
    ).toBe(body)
  })

  it('keeps its attachments with their bytes', async () => {
    const mime = ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary="zz"']
    const body = [
      '--zz',
      'Content-Type: text/plain; charset=utf-8',
      '',
      'See the log.',
      '--zz',
      'Content-Type: text/plain; name="../../etc/app.log"',
      'Content-Disposition: attachment; filename="../../etc/app.log"',
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from('line 1\n').toString('base64'),
      '--zz',
      'Content-Type: image/png',
      'Content-Transfer-Encoding: base64',
      '',
      'iVBORw0KGgo=',
      '--zz--',
      '',
    ].join('\r\n')
    const { records } = await readImport(letter({ id: 'a@b', body, headers: mime }))
    expect(records[0]?.events[0]?.body).toBe('See the log.')
    expect(records[0]?.events[0]?.files).toEqual([
      { name: 'app.log', mediaType: 'text/plain', content: new Uint8Array(Buffer.from('line 1\n')) },
      {
        name: 'attachment-2.png',
        mediaType: 'image/png',
        content: new Uint8Array(Buffer.from('iVBORw0KGgo=', 'base64')),
      },
    ])
  })

  it.each([
    ['latin1', 'iso-8859-1', 'Größe überschritten'],
    ['gb18030', 'gb2312', '数据库连接池耗尽，请尽快处理'],
    ['shift_jis', 'shift_jis', 'データベースに接続できません'],
  ])('in %s is read, declared or not', async (encoding, charset, text) => {
    const declared = [`Content-Type: text/plain; charset=${charset}`, 'Content-Transfer-Encoding: 8bit']
    const flowed = [`Content-Type: text/plain; charset=${charset}; format=flowed`]
    for (const headers of [declared, flowed, []]) {
      const bytes = iconv.encode(
        letter({ id: 'a@b', subject: text, body: `${text}\r\n${text}`, headers }),
        encoding as 'latin1',
      )
      const { records } = await readImport(bytes, { name: 'x.eml' })
      expect(records[0]).toMatchObject({ title: text, description: expect.stringContaining(text) })
    }
  })

  it('in the seven bits of Japanese mail is read', async () => {
    const headers = ['Content-Type: text/plain; charset=iso-2022-jp']
    const { records } = await readImport(letter({ id: 'a@b', body: '\u001b$B@\\B3\u001b(B', headers }))
    expect(records[0]?.description).toBe('接続')
  })

  it('reads encoded words, folded headers and UTF-16 files', async () => {
    const subject = '=?utf-8?B?UG9vbCBlcnNjaMO2cGZ0?=\r\n nach dem Patch'
    const text = letter({ id: 'a@b', subject })
    expect((await readImport(text)).records[0]?.title).toBe('Pool erschöpft nach dem Patch')
    const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), iconv.encode(text, 'utf-16le')])
    expect((await readImport(wide, { name: 'a.eml' })).records[0]?.title).toBe(
      'Pool erschöpft nach dem Patch',
    )
  })

  it('with broken MIME keeps its text', async () => {
    const headers = ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary="zz']
    const cut = letter({ id: 'a@b', headers, body: '--zz\r\nContent-Type: text/plain\r\n\r\nStill readable' })
    const { records, skips } = await readImport(cut, { format: 'eml' })
    expect(skips).toEqual([])
    expect(records[0]?.description).toContain('Still readable')
    const nested = Array.from(
      { length: 400 },
      (_, i) => `--b${i}\r\nContent-Type: multipart/mixed; boundary=b${i + 1}\r\n\r\n`,
    )
    const deep = letter({
      id: 'd@b',
      headers: ['Content-Type: multipart/mixed; boundary=b0'],
      body: `${nested.join('')}end`,
    })
    expect((await readImport(deep, { format: 'eml' })).records[0]?.description).toContain('end')
  })

  it('is skipped where there is none', async () => {
    const { records, skips } = await readImport('just some words\nand more\n', { format: 'eml' })
    expect([records, skips]).toEqual([
      [],
      [{ line: 1, reason: 'This is not an e-mail message: it has no headers.' }],
    ])
    const boxed = await readImport(mbox('no header here\r\n', letter({ id: 'a@b' })), { format: 'mbox' })
    expect([boxed.records.length, boxed.skips.map(({ line }) => line)]).toEqual([1, [1]])
  })
})
