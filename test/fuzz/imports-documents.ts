import type { ImportFormat } from '../../shared/domain/vocabulary.ts'

/** A whole document of one format, cut at the borders of its records. */
export interface Sample {
  label: string
  format: ImportFormat
  /** What stands before the first record, between two, and behind the last. */
  before: string
  between: string
  after: string
  records: string[]
  /** The identifiers of the records, in the order of the file. */
  ids: string[]
}

const numbers = [101, 102, 103, 104, 105, 106]
const text = 'Größe überschritten, 数据库\n"quoted" \\ back'

const issue = (number: number) => ({
  url: `https://api.github.com/repos/acme/pool/issues/${number}`,
  html_url: `https://github.com/acme/pool/issues/${number}`,
  number,
  title: `Issue ${number}`,
  user: { login: 'jo', id: 1 },
  labels: [
    { id: 1, name: 'bug' },
    { id: 2, name: 'P1' },
  ],
  state: 'open',
  comments: [{ id: number * 10, user: { login: 'kim' }, created_at: '2024-01-05T11:00:00Z', body: text }],
  created_at: '2024-01-05T10:00:00Z',
  body: text,
})

const jiraIssue = (number: number) => ({
  id: String(number),
  key: `MQ-${number}`,
  self: `https://acme.atlassian.net/rest/api/2/issue/${number}`,
  fields: {
    summary: `Issue ${number}`,
    description: { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] },
    status: { name: 'Open', statusCategory: { key: 'new' } },
    labels: ['a', 'b'],
    comment: {
      total: 1,
      comments: [{ id: '1', author: { name: 'jo' }, body: text, created: '2024-01-05T10:00:00.000+0000' }],
    },
  },
})

const ticket = (number: number) => ({
  id: number,
  url: `https://acme.zendesk.com/api/v2/tickets/${number}.json`,
  subject: `Ticket ${number}`,
  description: text,
  status: 'pending',
  requester_id: 1,
  tags: ['x'],
  comments: [
    { id: number * 10, author_id: 1, body: text, public: false, created_at: '2024-01-05T10:00:00Z' },
  ],
})

const bug = (number: number) => ({
  id: number,
  summary: `Bug ${number}`,
  status: 'NEW',
  product: 'httpd',
  component: 'Core',
  creation_time: '2024-01-05T10:00:00Z',
  comments: [
    {
      id: number * 10,
      bug_id: number,
      count: 0,
      text,
      creator: 'jo@acme.example',
      time: '2024-01-05T10:00:00Z',
    },
  ],
})

const record = (number: number) => ({
  system: 'acme',
  externalId: String(number),
  title: `Case ${number}`,
  description: text,
})

const row = (number: number) => `${number},"Row ${number}","${text.replaceAll('"', '""')}",open,2024-01-05`

const letter = (number: number) =>
  [
    'From jo@acme.example Fri Jan  5 10:00:00 2024',
    'From: Jo <jo@acme.example>',
    `Subject: Letter ${number}`,
    `Message-ID: <${number}@acme>`,
    'Date: Fri, 5 Jan 2024 10:00:00 +0100',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="zz"',
    '',
    '--zz',
    'Content-Type: text/plain; charset=utf-8',
    '',
    text,
    '--zz',
    'Content-Type: text/html; name=x.html',
    'Content-Disposition: attachment; filename=x.html',
    '',
    '<p>x</p>',
    '--zz--',
    '',
    '',
  ].join('\n')

const ids = numbers.map(String)
type Frame = Pick<Sample, 'before' | 'between' | 'after'>
const lines: Frame = { before: '', between: '\n', after: '\n' }
const list: Frame = { before: '[', between: ',', after: ']' }
const wrapped = (name: string, more = ''): Frame => ({
  before: `{"${name}":[`,
  between: ',',
  after: `]${more}}`,
})

const json = (
  label: string,
  format: ImportFormat,
  make: (number: number) => object,
  frame: Frame,
  space = 0,
): Sample => ({
  ...{ label, format, ids: format === 'jira' ? ids.map((id) => `MQ-${id}`) : ids },
  ...frame,
  records: numbers.map((number) => JSON.stringify(make(number), null, space)),
})

export const samples: readonly Sample[] = [
  json('GitHub lines', 'github', issue, lines),
  json('GitHub list', 'github', issue, list),
  json('GitHub indented', 'github', issue, { before: '[\n', between: ',\n', after: '\n]\n' }, 2),
  json('GitHub search', 'github', issue, wrapped('items')),
  json('Jira lines', 'jira', jiraIssue, lines),
  json('Jira search', 'jira', jiraIssue, wrapped('issues', ',"names":{"customfield_1":"Tier"}')),
  json('Zendesk lines', 'zendesk', ticket, lines),
  json(
    'Zendesk export',
    'zendesk',
    ticket,
    wrapped('tickets', ',"users":[{"id":1,"name":"Jo","email":"jo@acme.example"}]'),
  ),
  json('Bugzilla search', 'bugzilla', bug, wrapped('bugs')),
  json('our own', 'casebench', record, {
    before: '{"casebench":1,"records":[\n',
    between: ',\n',
    after: '\n]}',
  }),
  {
    ...{
      label: 'CSV',
      format: 'csv',
      before: 'id,title,description,status,created\n',
      between: '\n',
      after: '\n',
    },
    ...{ ids, records: numbers.map(row) },
  },
  {
    ...{ label: 'a mailbox', format: 'mbox', before: '', between: '', after: '' },
    ...{ ids: ids.map((id) => `${id}@acme`), records: numbers.map(letter) },
  },
]

/** The bytes of a sample, and where each of its records ends in them. */
export const bytesOf = ({ before, between, after, records }: Sample): { bytes: Buffer; ends: number[] } => {
  const ends: number[] = []
  let whole = before
  records.forEach((one, i) => {
    whole += (i > 0 ? between : '') + one
    ends.push(Buffer.byteLength(whole))
  })
  return { bytes: Buffer.from(whole + after), ends }
}
