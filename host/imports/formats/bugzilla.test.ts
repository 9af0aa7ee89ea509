import { describe, expect, it } from 'vitest'
import { readImport } from '../../../test/support/import-source.ts'

const bug = {
  id: 35,
  summary: 'Header is parsed twice',
  status: 'RESOLVED',
  resolution: 'FIXED',
  severity: 'S2',
  priority: 'P1',
  type: 'defect',
  product: 'HTTP Server',
  component: 'Core',
  version: '2.4.58',
  op_sys: 'Linux',
  creator: 'jo@acme.example',
  creator_detail: { id: 2, real_name: 'Jo Doe', email: 'jo@acme.example', name: 'jo@acme.example' },
  assigned_to: 'kim@desk.example',
  assigned_to_detail: { id: 3, real_name: 'Kim Park', name: 'kim@desk.example' },
  cc: ['lee@acme.example'],
  keywords: ['regression'],
  depends_on: [11],
  blocks: [12],
  dupe_of: 9,
  is_open: false,
  creation_time: '2024-01-05T10:00:00Z',
  last_change_time: '2024-01-06T11:30:00Z',
}
const comments = [
  {
    id: 75,
    bug_id: 35,
    count: 0,
    text: 'Twice, with HTTP/2.',
    creator: 'jo@acme.example',
    time: '2024-01-05T10:00:00Z',
    creation_time: '2024-01-05T10:00:00Z',
    is_private: false,
  },
  {
    id: 76,
    bug_id: 35,
    count: 1,
    text: 'Their proxy does it.',
    creator: 'kim@desk.example',
    time: '2024-01-05T11:00:00Z',
    is_private: true,
  },
]

const whole = {
  system: 'bugzilla',
  externalId: '35',
  title: 'Header is parsed twice',
  description: 'Twice, with HTTP/2.',
  status: 'solved',
  severity: 2,
  kind: 'defect',
  resolution: 'FIXED',
  tags: ['regression'],
  components: [{ kind: 'product', name: 'HTTP Server: Core', version: '2.4.58', purl: '' }],
  owner: { name: 'Kim Park', email: 'kim@desk.example', handle: 'bugzilla:kim@desk.example' },
  reporter: { name: 'Jo Doe', email: 'jo@acme.example' },
  events: [
    { externalId: '75', kind: 'message', lane: 'customer', body: 'Twice, with HTTP/2.' },
    { externalId: '76', kind: 'note', lane: 'internal', body: 'Their proxy does it.' },
  ],
  links: [
    { kind: 'related', externalId: '11' },
    { kind: 'related', externalId: '12' },
    { kind: 'duplicate-of', externalId: '9' },
  ],
  original: {
    cc: ['lee@acme.example'],
    depends_on: [11],
    op_sys: 'Linux',
    severity: 'S2',
    priority: 'P1',
    status: 'RESOLVED',
  },
}

describe('bugs of Bugzilla', () => {
  it('bring the comments embedded in them', async () => {
    const { records, skips } = await readImport(
      JSON.stringify({ bugs: [{ ...bug, comments }], faults: [] }, null, 2),
    )
    expect(skips).toEqual([])
    expect(records[0]).toMatchObject(whole)
  })

  it('find what other calls answered in the same file, before or behind', async () => {
    const answers = [{ bugs: { 35: { comments } }, comments: {} }, { bugs: [bug] }]
    for (const order of [answers, answers.toReversed()]) {
      for (const space of [0, 2]) {
        const text = order.map((answer) => JSON.stringify(answer, null, space)).join('\n')
        const { records, skips } = await readImport(text)
        expect([records.length, skips]).toEqual([1, []])
        expect(records[0]).toMatchObject(whole)
      }
    }
  })

  it('bring their history and the bytes of their attachments', async () => {
    const history = [
      {
        who: 'kim@desk.example',
        when: '2024-01-06T11:30:00Z',
        changes: [{ field_name: 'status', removed: 'NEW', added: 'RESOLVED' }],
      },
    ]
    const attachment = {
      id: 5,
      bug_id: 35,
      file_name: 'fix.patch',
      summary: 'the fix',
      content_type: 'text/plain',
      data: Buffer.from('diff').toString('base64'),
      is_private: 0,
      creator: 'kim@desk.example',
      creation_time: '2024-01-06T10:00:00Z',
    }
    const text = [
      { bugs: [bug] },
      { bugs: [{ id: 35, history }] },
      { bugs: { 35: [attachment] }, attachments: {} },
    ]
    const { records, skips } = await readImport(text.map((one) => JSON.stringify(one)).join('\n'))
    expect(skips).toEqual([])
    const [change, patch] = records[0]?.events ?? []
    expect(change?.changes).toEqual([{ field: 'status', from: 'NEW', to: 'RESOLVED' }])
    expect(patch).toMatchObject({ kind: 'attachment', externalId: 'attachment-5', body: 'the fix' })
    expect(patch?.files?.[0]).toEqual({
      name: 'fix.patch',
      mediaType: 'text/plain',
      content: Buffer.from('diff'),
    })
    expect(JSON.stringify(records[0]?.original)).not.toContain(attachment.data)
  })

  it('know their installation by the name of the file', async () => {
    const { records } = await readImport(`${JSON.stringify(bug)}\n`, {
      name: 'export-bugzilla.example.org.json',
      format: 'bugzilla',
    })
    expect(records[0]).toMatchObject({
      system: 'bugzilla:bugzilla.example.org',
      url: 'https://bugzilla.example.org/show_bug.cgi?id=35',
    })
  })

  it.each([
    [{ keywords: ['sec-high'] }, 'security'],
    [{ type: 'enhancement' }, undefined],
    [{ type: undefined, severity: 'blocker' }, 'defect'],
  ])('%j is of the kind %s', async (more, kind) => {
    const { records } = await readImport(JSON.stringify({ bugs: [{ ...bug, ...more }] }))
    expect(records[0]?.kind).toBe(kind)
  })

  it('name comments whose bug is missing', async () => {
    const { skips } = await readImport(JSON.stringify({ bugs: { 35: { comments } }, comments: {} }))
    expect(skips).toEqual([
      {
        line: 1,
        reason: 'Comments or history of bug 35, which is not in this file. Put both into one file.',
      },
    ])
  })
})
