import { deskRecords } from './records.ts'

/** Issues in the shape of GitHub's REST API, comments included. */
export function* githubIssues(count: number): Generator<object, void, undefined> {
  let number = 0
  for (const { title, description, events, tags, createdAt = 0, updatedAt = 0 } of deskRecords(count)) {
    number += 1
    yield {
      url: `https://api.github.com/repos/desk/bench/issues/${number}`,
      repository_url: 'https://api.github.com/repos/desk/bench',
      html_url: `https://github.com/desk/bench/issues/${number}`,
      id: 1_000_000 + number,
      number,
      title,
      user: { login: `user-${number % 977}`, id: number % 977, type: 'User' },
      labels: tags.map((name) => ({ name, color: 'ededed' })),
      state: number % 3 === 0 ? 'open' : 'closed',
      assignee: number % 4 === 0 ? { login: `owner-${number % 31}` } : null,
      created_at: new Date(createdAt).toISOString(),
      updated_at: new Date(updatedAt).toISOString(),
      body: description,
      comments: events.map(({ body, at }, index) => ({
        id: number * 100 + index,
        user: { login: `user-${(number + index) % 977}` },
        created_at: new Date(at).toISOString(),
        updated_at: new Date(at).toISOString(),
        body,
      })),
    }
  }
}
