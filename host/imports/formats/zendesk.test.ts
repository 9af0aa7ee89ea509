import { describe, expect, it } from 'vitest'
import { readImport } from '../../../test/support/import-source.ts'

const ticket = {
  id: 35436,
  url: 'https://acme.zendesk.com/api/v2/tickets/35436.json',
  subject: 'WebLogic does not start',
  raw_subject: 'WebLogic does not start',
  description: 'After the patch, BEA-000386.',
  type: 'incident',
  priority: 'urgent',
  status: 'pending',
  tags: ['weblogic', 'has space'],
  requester_id: 20978392,
  submitter_id: 20978392,
  assignee_id: 235323,
  organization_id: 509974,
  custom_fields: [
    { id: 27642, value: '745' },
    { id: 27648, value: null },
  ],
  problem_id: 9873,
  due_at: null,
  via: { channel: 'web' },
  created_at: '2024-01-05T10:00:00Z',
  updated_at: '2024-01-06T11:30:00Z',
}
const users = [
  {
    id: 20978392,
    name: 'Jo Doe',
    email: 'jo@acme.example',
    url: 'https://acme.zendesk.com/api/v2/users/1.json',
  },
  { id: 235323, name: 'Kim Park', email: 'kim@desk.example', role: 'agent' },
]
const organizations = [{ id: 509974, name: 'Acme Corp', domain_names: ['acme.example'] }]
const comments = [
  {
    id: 1,
    type: 'Comment',
    author_id: 20978392,
    body: 'After the patch, BEA-000386.',
    public: true,
    created_at: '2024-01-05T10:00:00Z',
  },
  {
    id: 2,
    type: 'Comment',
    author_id: 235323,
    body: 'Looks like LDAP.',
    public: false,
    created_at: '2024-01-05T10:30:00Z',
    attachments: [{ file_name: 'a.log', size: 3, content_url: 'https://acme.zendesk.com/a' }],
  },
]

const whole = {
  system: 'zendesk:acme.zendesk.com',
  externalId: '35436',
  url: 'https://acme.zendesk.com/agent/tickets/35436',
  title: 'WebLogic does not start',
  description: 'After the patch, BEA-000386.',
  status: 'waiting',
  severity: 1,
  kind: 'troubleshooting',
  tags: ['weblogic', 'has-space'],
  customer: { name: 'Acme Corp', domain: 'acme.example' },
  owner: { name: 'Kim Park', email: 'kim@desk.example', handle: 'zendesk:235323' },
  reporter: { name: 'Jo Doe', email: 'jo@acme.example', handle: 'zendesk:20978392' },
  events: [
    {
      externalId: '1',
      kind: 'message',
      lane: 'customer',
      author: { name: 'Jo Doe' },
      body: 'After the patch, BEA-000386.',
    },
    {
      externalId: '2',
      kind: 'note',
      lane: 'internal',
      author: { name: 'Kim Park' },
      body: 'Looks like LDAP.',
    },
  ],
  links: [{ kind: 'related', externalId: '9873' }],
}

describe('Zendesk tickets', () => {
  it('of an incremental export find people and organizations behind the tickets', async () => {
    const document = {
      tickets: [{ ...ticket, comments }],
      next_page: null,
      users,
      organizations,
      ticket_fields: [{ id: 27642, title: 'Build' }],
    }
    const { records, skips } = await readImport(JSON.stringify(document, null, 1))
    expect(skips).toEqual([])
    expect(records[0]).toMatchObject(whole)
    expect(records[0]?.original).toMatchObject({
      Build: '745',
      priority: 'urgent',
      via: { channel: 'web' },
      attachments: [{ file_name: 'a.log', size: 3 }],
    })
  })

  it('of one line each find comments and users that stand apart, before or behind', async () => {
    const apart = comments.map((comment) => ({ ...comment, ticket_id: ticket.id }))
    const lines = [apart[0], ...organizations, ticket, ...users, apart[1]]
    const {
      records,
      skips,
      lines: at,
    } = await readImport(lines.map((line) => JSON.stringify(line)).join('\n'))
    expect([skips, at]).toEqual([[], [3]])
    expect(records[0]).toMatchObject(whole)
  })

  it('come alone with their sideloads, and from a Singer tap', async () => {
    const single = await readImport(JSON.stringify({ ticket, comments, users, organizations }), {
      format: 'zendesk',
    })
    expect(single.records[0]).toMatchObject(whole)
    const singer = [
      { type: 'SCHEMA', stream: 'tickets' },
      { type: 'RECORD', stream: 'tickets', record: { ...ticket, comments } },
      ...users.map((record) => ({ type: 'RECORD', stream: 'users', record })),
      ...organizations.map((record) => ({ type: 'RECORD', stream: 'organizations', record })),
    ]
    const tapped = await readImport(singer.map((line) => JSON.stringify(line)).join('\n'))
    expect(tapped.records[0]).toMatchObject(whole)
  })

  it('bring the changes of their audits', async () => {
    const audits = [
      {
        id: 88,
        ticket_id: ticket.id,
        author_id: 235323,
        created_at: '2024-01-05T10:30:00Z',
        events: [
          { id: 2, type: 'Comment', body: 'Looks like LDAP.', public: false },
          { id: 3, type: 'Change', field_name: 'status', previous_value: 'open', value: 'pending' },
        ],
      },
    ]
    const { records } = await readImport(JSON.stringify({ tickets: [{ ...ticket, audits }], users }))
    expect(records[0]?.events).toMatchObject([
      { externalId: '2', lane: 'internal', author: { name: 'Kim Park' } },
      { externalId: 'audit-88', changes: [{ field: 'status', from: 'open', to: 'pending' }] },
    ])
  })

  it('take the start of the text where there is no subject', async () => {
    const { records } = await readImport(
      JSON.stringify({ tickets: [{ ...ticket, subject: null, raw_subject: '' }] }),
    )
    expect(records[0]?.title).toBe('After the patch, BEA-000386.')
  })

  it('name comments whose ticket is missing, and what is no ticket', async () => {
    const lines = [
      ticket,
      { id: 9, ticket_id: 77, body: 'x' },
      { id: 10, ticket_id: 77, body: 'y' },
      { count: 3 },
    ]
    const { records, skips } = await readImport(lines.map((line) => JSON.stringify(line)).join('\n'))
    expect(records).toHaveLength(1)
    expect(skips).toEqual([
      { line: 4, reason: 'The title is missing.' },
      { line: 2, reason: '2 comments of ticket 77, which is not in this file.' },
    ])
  })
})
