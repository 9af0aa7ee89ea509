import { describe, expect, it } from 'vitest'
import { readImport } from '../../../test/support/import-source.ts'

const jo = {
  self: 'https://acme.atlassian.net/rest/api/2/user',
  name: 'jdoe',
  displayName: 'Jo Doe',
  emailAddress: 'Jo@Acme.example',
}
const kim = { accountId: '557058:f5', displayName: 'Kim Park' }

const fields = {
  summary: 'Messages vanish after failover',
  description:
    'h2. What happens\n{code:java}\nconsumer.*receive*();\n{code}\nSee [the guide|https://example.org/g] and *this*.',
  status: { name: 'Waiting for customer', statusCategory: { key: 'indeterminate', name: 'In Progress' } },
  priority: { name: 'Highest', id: '1' },
  issuetype: { name: 'Bug', subtask: false },
  project: { key: 'MQ', name: 'Messaging' },
  resolution: null,
  created: '2024-01-05T10:00:00.000+0100',
  updated: '2024-01-06T11:30:00.000+0000',
  duedate: '2024-02-01',
  assignee: kim,
  reporter: jo,
  labels: ['failover', 'prod'],
  components: [{ id: '1', name: 'Broker' }],
  versions: [{ id: '2', name: '5.18.3' }],
  environment: 'RHEL 9',
  customfield_10010: { value: 'Gold' },
  customfield_10020: [{ name: 'Acme Corp' }],
  attachment: [
    {
      id: '9',
      filename: 'broker.log',
      size: 10,
      mimeType: 'text/plain',
      author: kim,
      created: '2024-01-05T10:00:00.000+0000',
      content: 'https://acme.atlassian.net/a/9',
    },
  ],
  issuelinks: [
    {
      type: { name: 'Duplicate', inward: 'is duplicated by', outward: 'duplicates' },
      outwardIssue: { key: 'MQ-1' },
    },
    { type: { name: 'Relates' }, inwardIssue: { key: 'MQ-2' } },
  ],
  comment: {
    total: 3,
    comments: [
      { id: '100', author: jo, body: 'It is {{5.18.3}}.', created: '2024-01-05T11:00:00.000+0000' },
      {
        id: '101',
        author: kim,
        body: 'Check their store.',
        created: '2024-01-05T12:00:00.000+0000',
        visibility: { type: 'role', value: 'Developers' },
      },
    ],
  },
}
const changelog = {
  histories: [
    {
      id: '7',
      author: kim,
      created: '2024-01-05T12:30:00.000+0000',
      items: [
        { field: 'status', fromString: 'Open', toString: 'Waiting for customer' },
        { field: 'assignee', from: null, to: '557058:f5' },
      ] as object[],
    },
  ],
}
const issue = {
  id: '10001',
  key: 'MQ-7',
  self: 'https://acme.atlassian.net/rest/api/2/issue/10001',
  fields,
  changelog,
}
const names = { customfield_10010: 'Support level', customfield_10020: 'Organizations' }

describe('Jira issues', () => {
  it('fill every field that there is one for and keep the rest by its name', async () => {
    const { records, skips } = await readImport(
      JSON.stringify({ startAt: 0, total: 1, issues: [issue], names }),
    )
    expect(skips).toEqual([])
    expect(records[0]).toMatchObject({
      system: 'jira:acme.atlassian.net',
      externalId: 'MQ-7',
      url: 'https://acme.atlassian.net/browse/MQ-7',
      title: 'Messages vanish after failover',
      description:
        '## What happens\n\n```java\nconsumer.*receive*();\n```\n\nSee [the guide](https://example.org/g) and **this**.',
      status: 'waiting',
      severity: 1,
      kind: 'defect',
      createdAt: Date.parse('2024-01-05T09:00:00Z'),
      dueAt: Date.parse('2024-02-01T00:00:00Z'),
      tags: ['failover', 'prod'],
      components: [{ kind: 'product', name: 'Broker', version: '5.18.3', purl: '' }],
      customer: { name: 'Acme Corp' },
      owner: { name: 'Kim Park', handle: 'jira:557058:f5' },
      reporter: { name: 'Jo Doe', email: 'jo@acme.example', handle: 'jira:jdoe' },
      links: [
        { kind: 'duplicate-of', externalId: 'MQ-1' },
        { kind: 'related', externalId: 'MQ-2' },
      ],
      original: {
        environment: 'RHEL 9',
        'Support level': 'Gold',
        status: 'Waiting for customer',
        attachments: [{ filename: 'broker.log', size: 10, author: 'Kim Park' }],
        'comments missing in the export': 1,
      },
    })
  })

  it('bring comments in their lanes and history as changes', async () => {
    const { records } = await readImport(`${JSON.stringify(issue)}\n`)
    expect(records[0]?.events.map(({ kind, lane, body, changes }) => [kind, lane, body, changes])).toEqual([
      ['message', 'customer', 'It is `5.18.3`.', undefined],
      ['note', 'internal', 'Check their store.', undefined],
      [
        'change',
        'internal',
        '',
        [
          { field: 'status', from: 'Open', to: 'Waiting for customer' },
          { field: 'owner', from: null, to: '557058:f5' },
        ],
      ],
    ])
    expect(records[0]?.events[2]).toMatchObject({ externalId: 'history-7', author: { name: 'Kim Park' } })
  })

  it('come alone, in lists and one per line', async () => {
    const single = JSON.stringify(issue)
    for (const text of [JSON.stringify(issue, null, 2), `[${single},${single}]`, `${single}\n${single}\n`]) {
      const { records, skips } = await readImport(text)
      expect([new Set(records.map(({ externalId }) => externalId)), skips]).toEqual([new Set(['MQ-7']), []])
    }
  })

  it('take the category where the name of the status says something else', async () => {
    const status = (name: string, key: string) => ({
      ...issue,
      fields: { ...fields, status: { name, statusCategory: { key } } },
    })
    const lines = [
      status('Ready to ship', 'done'),
      status('Released to test', 'indeterminate'),
      status('Wartet', 'new'),
      status('Closed', 'done'),
    ]
    const { records } = await readImport(lines.map((line) => JSON.stringify(line)).join('\n'))
    expect(records.map((record) => record.status)).toEqual(['solved', 'open', 'new', 'closed'])
  })

  it('skip an issue without a summary, and what has no fields', async () => {
    const lines = [
      JSON.stringify({ ...issue, fields: { status: fields.status } }),
      '{"key":"MQ-8"}',
      JSON.stringify(issue),
    ]
    const { records, skips } = await readImport(lines.join('\n'), { format: 'jira' })
    expect(records).toHaveLength(1)
    expect(skips).toEqual([
      { line: 1, reason: 'The title is missing.' },
      { line: 2, reason: 'The fields of the issue are missing.' },
    ])
  })
})

describe('documents of version 3', () => {
  const text = (value: string, ...marks: object[]) => ({ type: 'text', text: value, marks })
  const paragraph = (...content: object[]) => ({ type: 'paragraph', content })

  it('become Markdown', async () => {
    const item = (...content: object[]) => ({ type: 'listItem', content })
    const description = {
      type: 'doc',
      version: 1,
      content: [
        { type: 'heading', attrs: { level: 2 }, content: [text('Steps')] },
        {
          type: 'orderedList',
          content: [
            item(paragraph(text('Stop '), text('all', { type: 'strong' }))),
            item(paragraph(text('Wait')), { type: 'bulletList', content: [item(paragraph(text('long')))] }),
          ],
        },
        { type: 'codeBlock', attrs: { language: 'sh' }, content: [text('mq stop')] },
        { type: 'blockquote', content: [paragraph(text('quoted'))] },
        {
          type: 'table',
          content: [
            {
              type: 'tableRow',
              content: [
                { type: 'tableHeader', content: [paragraph(text('a'))] },
                { type: 'tableHeader', content: [paragraph(text('b'))] },
              ],
            },
            {
              type: 'tableRow',
              content: [
                { type: 'tableCell', content: [paragraph(text('1'))] },
                { type: 'tableCell', content: [paragraph(text('x|y'))] },
              ],
            },
          ],
        },
        paragraph(
          text('See', { type: 'link', attrs: { href: 'https://example.org' } }),
          { type: 'hardBreak' },
          { type: 'mention', attrs: { text: '@Kim' } },
          text(' '),
          { type: 'invented', content: [text('kept')] },
        ),
      ],
    }
    const { records } = await readImport(JSON.stringify([{ ...issue, fields: { ...fields, description } }]))
    expect(records[0]?.description).toBe(
      [
        '## Steps',
        '1. Stop **all**\n2. Wait\n   - long',
        '```sh\nmq stop\n```',
        '> quoted',
        '| a | b |\n| --- | --- |\n| 1 | x\\|y |',
        '[See](https://example.org)\n@Kim kept',
      ].join('\n\n'),
    )
  })

  it('that are nested without end keep what can be reached', async () => {
    let node: object = paragraph(text('deep'))
    for (let i = 0; i < 80; i++) node = { type: 'blockquote', content: [node] }
    const description = { type: 'doc', content: [node] }
    const { records } = await readImport(
      `${JSON.stringify({ ...issue, fields: { ...fields, description } })}\n`,
    )
    expect(records[0]?.description).toContain('…')
  })
})

describe('the CSV export of Jira', () => {
  const header =
    'Summary,Issue key,Issue id,Issue Type,Status,Project key,Priority,Assignee,Reporter,Created,Labels,Labels,Component/s,Affects Version/s,Description,Comment,Comment,Custom field (Tier),Outward issue link (Duplicate)'

  it('gathers repeated columns', async () => {
    const line =
      'Vanishing messages,MQ-7,10001,Bug,Resolved,MQ,High,kim,jo,25/Jan/24 2:33 PM,failover,prod,Broker,5.18.3,"h1. Why\nbecause","25/Jan/24 3:00 PM;kim;First; with a semicolon",26/Jan/24 9:00 AM;jo;Second,Gold,MQ-1'
    const { records, skips } = await readImport(`${header}\n${line}\n`, { name: 'Jira.csv' })
    expect(skips).toEqual([])
    expect(records[0]).toMatchObject({
      system: 'jira',
      externalId: 'MQ-7',
      title: 'Vanishing messages',
      description: '# Why\nbecause',
      status: 'solved',
      severity: 2,
      kind: 'defect',
      createdAt: Date.parse('2024-01-25T14:33:00Z'),
      tags: ['failover', 'prod'],
      components: [{ name: 'Broker', version: '5.18.3' }],
      owner: { name: 'kim', handle: 'jira:kim' },
      events: [
        { author: { name: 'kim' }, at: Date.parse('2024-01-25T15:00:00Z'), body: 'First; with a semicolon' },
        { author: { name: 'jo' }, at: Date.parse('2024-01-26T09:00:00Z'), body: 'Second' },
      ],
      links: [{ kind: 'duplicate-of', externalId: 'MQ-1' }],
      original: { 'Issue id': '10001', Status: 'Resolved', 'Custom field (Tier)': 'Gold' },
    })
  })
})
