import { describe, expect, it } from 'vitest'
import { readImport } from '../../../test/support/import-source.ts'

const user = (login: string) => ({ login, id: 7, type: 'User', html_url: `https://github.com/${login}` })

const issue = (number: number, more: object = {}) => ({
  url: `https://api.github.com/repos/acme/pool/issues/${number}`,
  repository_url: 'https://api.github.com/repos/acme/pool',
  html_url: `https://github.com/acme/pool/issues/${number}`,
  id: 1_900_000_000 + number,
  node_id: 'I_kwDO',
  number,
  title: 'Pool is exhausted after the patch',
  user: user('jo'),
  labels: [
    { id: 1, name: 'bug', color: 'd73a4a' },
    { id: 2, name: 'priority: high' },
  ],
  state: 'open',
  locked: false,
  assignee: user('kim'),
  assignees: [user('kim'), user('lee')],
  milestone: { title: '10.1.29', due_on: '2024-03-01T00:00:00Z', creator: user('kim') },
  comments: 2,
  created_at: '2024-01-05T10:00:00Z',
  updated_at: '2024-01-06T11:30:00Z',
  closed_at: null,
  author_association: 'NONE',
  reactions: { url: 'https://api.github.com/x', total_count: 3, '+1': 3, laugh: 0 },
  body: 'With 10.1.28 every connection leaks.',
  ...more,
})

describe('GitHub issues', () => {
  it('fill every field that there is one for and keep the rest', async () => {
    const { records, skips } = await readImport(JSON.stringify([issue(12)]))
    expect(skips).toEqual([])
    expect(records).toEqual([
      {
        system: 'github:acme/pool',
        externalId: '12',
        url: 'https://github.com/acme/pool/issues/12',
        title: 'Pool is exhausted after the patch',
        description: 'With 10.1.28 every connection leaks.',
        status: 'open',
        severity: 2,
        kind: 'defect',
        createdAt: Date.parse('2024-01-05T10:00:00Z'),
        updatedAt: Date.parse('2024-01-06T11:30:00Z'),
        tags: ['bug', 'priority:-high'],
        components: [{ kind: 'package', name: 'pool', version: '', purl: 'pkg:github/acme/pool' }],
        customer: null,
        owner: { name: 'kim', handle: 'github:kim' },
        reporter: { name: 'jo', handle: 'github:jo' },
        events: [],
        original: {
          id: 1_900_000_012,
          node_id: 'I_kwDO',
          comments: 2,
          author_association: 'NONE',
          milestone: '10.1.29',
          'milestone due': '2024-03-01T00:00:00Z',
          reactions: { total_count: 3, '+1': 3 },
          assignees: ['kim', 'lee'],
        },
      },
    ])
  })

  it('bring their comments, and find duplicates in them', async () => {
    const comments = [
      { id: 5, user: user('lee'), created_at: '2024-01-05T11:00:00Z', body: 'Which driver?' },
      { id: 6, user: null, created_at: '2024-01-06T11:00:00Z', body: 'Duplicate of #9' },
    ]
    for (const field of ['comments', 'comments_data', 'timeline']) {
      const { records } = await readImport(`${JSON.stringify(issue(12, { [field]: comments }))}\n`)
      expect(records[0]?.links).toEqual([{ kind: 'duplicate-of', externalId: '9' }])
      expect(records[0]?.events).toEqual([
        {
          externalId: '5',
          kind: 'message',
          lane: 'customer',
          author: { name: 'lee', handle: 'github:lee' },
          at: Date.parse('2024-01-05T11:00:00Z'),
          body: 'Which driver?',
        },
        {
          externalId: '6',
          kind: 'message',
          lane: 'customer',
          author: null,
          at: Date.parse('2024-01-06T11:00:00Z'),
          body: 'Duplicate of #9',
        },
      ])
    }
  })

  it('bring the steps of their timeline as changes, and a comment that stands twice once', async () => {
    const comment = { id: 5, user: user('lee'), created_at: '2024-01-05T11:00:00Z', body: 'Which driver?' }
    const timeline = [
      {
        event: 'labeled',
        id: 1,
        actor: user('kim'),
        created_at: '2024-01-05T10:01:00Z',
        label: { name: 'bug' },
      },
      { ...comment, event: 'commented', actor: user('lee') },
      { event: 'mentioned', id: 2, actor: user('kim'), created_at: '2024-01-05T10:02:00Z' },
      {
        event: 'renamed',
        id: 3,
        created_at: '2024-01-05T12:00:00Z',
        rename: { from: 'Pool', to: 'Pool is exhausted' },
      },
      { event: 'closed', id: 4, actor: user('kim'), created_at: '2024-01-07T10:00:00Z' },
    ]
    const { records } = await readImport(JSON.stringify([issue(12, { comments: [comment], timeline })]))
    expect(records[0]?.events.map(({ kind, changes }) => [kind, changes])).toEqual([
      ['message', undefined],
      ['change', [{ field: 'tags', from: null, to: 'bug' }]],
      ['change', [{ field: 'title', from: 'Pool', to: 'Pool is exhausted' }]],
      ['change', [{ field: 'status', from: 'open', to: 'closed' }]],
    ])
  })

  it('are closed with the reason that GitHub gives', async () => {
    const { records } = await readImport(
      `${JSON.stringify(issue(1, { state: 'closed', state_reason: 'not_planned', locked: true, closed_at: '2024-01-07T10:00:00Z' }))}\n`,
    )
    expect(records[0]).toMatchObject({ status: 'closed', resolution: 'not planned' })
    expect(records[0]?.original).toMatchObject({ locked: true, closed_at: '2024-01-07T10:00:00Z' })
  })
})

describe('other shapes of GitHub', () => {
  it('reads what gh issue list --json writes', async () => {
    const written = {
      number: 31,
      title: 'How to set the timeout?',
      body: 'I read the docs.',
      state: 'CLOSED',
      stateReason: 'COMPLETED',
      author: { id: 'U_1', is_bot: false, login: 'jo', name: 'Jo Doe' },
      assignees: [{ login: 'kim' }],
      labels: [{ id: 'L', name: 'question' }],
      url: 'https://github.com/acme/pool/issues/31',
      createdAt: '2024-02-01T08:00:00Z',
      updatedAt: '2024-02-02T08:00:00Z',
      comments: [
        {
          id: 'IC_kwDO',
          author: { login: 'kim' },
          body: 'Use maxWait.',
          createdAt: '2024-02-01T09:00:00Z',
          url: 'https://github.com/acme/pool/issues/31#issuecomment-777',
        },
      ],
    }
    const { records } = await readImport(JSON.stringify([written]))
    expect(records[0]).toMatchObject({
      system: 'github:acme/pool',
      externalId: '31',
      status: 'closed',
      kind: 'question',
      resolution: 'completed',
      owner: { name: 'kim' },
      reporter: { name: 'Jo Doe', handle: 'github:jo' },
      createdAt: Date.parse('2024-02-01T08:00:00Z'),
    })
    expect(records[0]?.events[0]).toMatchObject({ externalId: '777', body: 'Use maxWait.' })
  })

  it('reads search results, wrappers, pages of pages and GraphQL connections', async () => {
    const node = {
      ...issue(3),
      labels: { nodes: [{ name: 'security' }] },
      comments: { nodes: [{ id: 8, body: 'x' }] },
    }
    const documents = [
      { total_count: 1, incomplete_results: false, items: [issue(3)] },
      { issues: [issue(3)] },
      [[issue(3)], []],
      { data: { repository: { issues: { pageInfo: {}, nodes: [node] } } } },
      { data: { search: { edges: [{ node }] } } },
    ]
    for (const document of documents) {
      const { records, skips } = await readImport(JSON.stringify(document, null, 2))
      expect([records.length, records[0]?.externalId, skips]).toEqual([1, '3', []])
    }
    const { records } = await readImport(JSON.stringify(documents[3]))
    expect(records[0]).toMatchObject({ kind: 'security', events: [{ externalId: '8', body: 'x' }] })
  })

  it('reads archives and webhooks, and says which events carry no issue', async () => {
    const comment = { id: 5, user: user('lee'), created_at: '2024-01-05T11:00:00Z', body: 'Me too.' }
    const events = [
      {
        id: '1',
        type: 'IssuesEvent',
        repo: { id: 1, name: 'acme/pool' },
        payload: { action: 'opened', issue: issue(4) },
      },
      { id: '2', type: 'PushEvent', repo: { name: 'acme/pool' }, payload: { commits: [] } },
      {
        id: '3',
        type: 'IssueCommentEvent',
        repo: { name: 'acme/pool' },
        payload: { issue: issue(4), comment },
      },
      { action: 'created', issue: issue(4), comment, repository: { full_name: 'acme/pool' } },
    ]
    const { records, skips } = await readImport(events.map((event) => JSON.stringify(event)).join('\n'))
    expect(records.map(({ externalId, events: { length } }) => [externalId, length])).toEqual([
      ['4', 0],
      ['4', 1],
      ['4', 1],
    ])
    expect(skips).toEqual([{ line: 2, reason: 'An event of the type PushEvent carries no issue.' }])
  })

  it('knows an installation of its own by its host', async () => {
    const html_url = 'https://git.example.org/acme/pool/issues/3'
    const { records } = await readImport(`${JSON.stringify(issue(3, { html_url }))}\n`)
    expect(records[0]?.system).toBe('github:git.example.org/acme/pool')
  })

  it('skips what is no issue, with its line and the reason', async () => {
    const lines = [
      JSON.stringify(issue(1)),
      '{"number":2,"title":" ","html_url":"https://github.com/a/b/issues/2"}',
      '{"id":5,"issue_url":"https://api.github.com/repos/a/b/issues/2","body":"alone"}',
      '{"message":"API rate limit exceeded","documentation_url":"https://docs.github.com"}',
      '"a text"',
    ]
    const { records, skips } = await readImport(lines.join('\n'), { format: 'github' })
    expect(records).toHaveLength(1)
    expect(skips).toEqual([
      { line: 2, reason: 'The title is missing.' },
      { line: 3, reason: 'This is a comment without its issue.' },
      { line: 4, reason: 'This is an error message of GitHub: API rate limit exceeded' },
      { line: 5, reason: 'This is not a JSON object.' },
    ])
  })
})
