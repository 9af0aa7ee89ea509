import { isObject, type JsonUnit, type Wrappers } from '../json/unit.ts'
import { jsonUnits } from '../json/units.ts'
import { repositoryOf } from '../mapping/component.ts'
import type { Draft, DraftEvent } from '../mapping/draft.ts'
import { fieldsOf, listOf, Original } from '../mapping/original.ts'
import { personOf } from '../mapping/person.ts'
import { firstText, textOf } from '../mapping/text.ts'
import { kindOf, kindOfLabel, severityOfLabel } from '../mapping/words.ts'
import type { ImportRecord, RecordPerson } from '../record.ts'
import { timelineEvent } from './github-timeline.ts'
import { mapUnits, notObject, type Reader } from './reader.ts'

/**
 * Issues and pull requests of GitHub: the REST API (https://docs.github.com/rest/issues), its search,
 * `gh issue list --json`, GraphQL connections, webhook payloads and the GitHub Archive.
 */

const inData = ['repository', 'organization', 'viewer', 'node', 'search']
const connections = inData.flatMap((parent) => [
  `data.${parent}`,
  `data.${parent}.nodes`,
  `data.${parent}.edges`,
  ...['issues', 'pullRequests'].flatMap((name) => [
    `data.${parent}.${name}`,
    `data.${parent}.${name}.nodes`,
    `data.${parent}.${name}.edges`,
  ]),
])

const wrappers: Wrappers = {
  triggers: new Set(['issues', 'items', 'nodes', 'edges', 'data']),
  inside: new Set(['issues.nodes', 'issues.edges', ...connections]),
}

type Fields = Record<string, unknown>

interface Repository {
  system: string
  components: NonNullable<Draft['components']>
}

interface Label {
  kind: ReturnType<typeof kindOfLabel>
  severity: ReturnType<typeof severityOfLabel>
}

/** What is mapped, what repeats it, and addresses of the API that follow from the rest. */
const mapped = new Set(
  `url html_url repository_url labels_url comments_url events_url timeline_url repository parent_issue_url
  number title body body_text body_html bodyText bodyHTML state state_reason stateReason user author
  assignee assignees labels comments comments_data timeline timelineItems created_at createdAt updated_at
  updatedAt reactions milestone type closed_by closed locked draft score __typename`.split(/\s+/),
)

const issueAddress =
  /^https?:\/\/([^/]+)\/(?:api\/v3\/)?(?:repos\/)?([^/\s]+)\/([^/\s]+)\/(?:issues|pulls?)\/(\d+)/
const repositoryAddress = /^https?:\/\/([^/]+)\/(?:api\/v3\/)?(?:repos\/)?([^/\s]+)\/([^/\s?#]+)/

/** Names of one file repeat endlessly: what they mean is worked out once, for a bounded number of them. */
const remembered = <T>(work: (name: string) => T): ((name: string) => T) => {
  const known = new Map<string, T>()
  return (name) => {
    let value = known.get(name)
    if (value === undefined) {
      value = work(name)
      if (known.size < 10_000) known.set(name, value)
    }
    return value
  }
}

const repositoryNamed = (name: string): Repository => {
  const [host = '', owner = '', repository = ''] = name.split('/')
  const public_ = host === '' || /^(?:www\.|api\.)?github\.com$/i.test(host)
  const component = repositoryOf(owner, repository)
  return {
    system: `github:${public_ ? '' : `${host.toLowerCase()}/`}${owner}/${repository}`,
    components: component ? [component] : [],
  }
}

const nowhere: Repository = { system: 'github', components: [] }

const personFrom = (value: unknown): RecordPerson | null => {
  if (!isObject(value)) return null
  const login = textOf(value.login)
  return personOf({
    name: firstText(value.name, login),
    email: value.email,
    handle: login && `github:${login}`,
  })
}

/** The number in the address of a comment, which REST, GraphQL and `gh` agree on while their ids differ. */
const commentId = (comment: Fields): unknown => {
  if (typeof comment.id === 'number') return comment.id
  const address = firstText(comment.html_url, comment.url)
  return /#issuecomment-(\d+)$/.exec(address)?.[1] ?? comment.databaseId ?? comment.id
}

const messageFrom = (comment: Fields): DraftEvent => ({
  externalId: commentId(comment),
  kind: 'message',
  lane: 'customer',
  author: personFrom(comment.user ?? comment.author ?? comment.actor),
  at: comment.created_at ?? comment.createdAt,
  body: comment.body,
})

const isComment = (value: Fields): boolean =>
  typeof value.body === 'string' && (value.event === undefined || value.event === 'commented')

const eventsFrom = (issue: Fields, comment: unknown): DraftEvent[] => {
  const events: DraftEvent[] = []
  const lists = [issue.comments, issue.comments_data, issue.timeline, issue.timelineItems]
  const seen = new Set<unknown>()
  for (const list of lists) {
    if (list === undefined || typeof list === 'number') continue
    for (const value of listOf(list)) addEvent(events, seen, value)
  }
  if (comment !== undefined) addEvent(events, seen, comment)
  return events
}

const addEvent = (events: DraftEvent[], seen: Set<unknown>, value: unknown): void => {
  if (!isObject(value)) return
  const event = isComment(value) ? messageFrom(value) : timelineEvent(value, personFrom)
  if (!event) return
  // A comment may stand among the comments and on the timeline as well.
  const key = event.externalId === undefined ? event : String(event.externalId)
  if (seen.has(key)) return
  seen.add(key)
  events.push(event)
}

const duplicates = (events: readonly DraftEvent[]): ImportRecord['links'] => {
  const links: NonNullable<ImportRecord['links']> = []
  for (const { body } of events) {
    const found = typeof body === 'string' ? /^duplicate of #(\d{1,10})\b/i.exec(body)?.[1] : undefined
    if (found) links.push({ kind: 'duplicate-of', externalId: found })
  }
  return links
}

const originalFrom = (issue: Fields): Original => {
  const original = new Original()
  original.keepRest(issue, mapped)
  if (typeof issue.comments === 'number' && issue.comments > 0) original.keep('comments', issue.comments)
  const { title, due_on: due, dueOn } = fieldsOf(issue.milestone)
  original.keep('milestone', title)
  original.keep('milestone due', due ?? dueOn)
  original.keep('type', fieldsOf(issue.type).name)
  original.keep('closed by', fieldsOf(issue.closed_by).login)
  for (const flag of ['locked', 'draft']) if (issue[flag] === true) original.keep(flag, true)
  const reactions = Object.entries(fieldsOf(issue.reactions)).filter(
    ([, n]) => typeof n === 'number' && n > 0,
  )
  if (reactions.length > 0) original.keep('reactions', Object.fromEntries(reactions))
  const others = listOf(issue.assignees).map((one) => fieldsOf(one).login)
  if (others.length > 1) original.keep('assignees', others)
  return original
}

const mapper = () => {
  const repository = remembered(repositoryNamed)
  const label = remembered((name): Label => ({ kind: kindOfLabel(name), severity: severityOfLabel(name) }))

  /** The repository and the number, from whichever address or object names them. */
  const place = (issue: Fields, fallback: unknown): { at: Repository; number: unknown } => {
    const address = issueAddress.exec(firstText(issue.html_url, issue.url))
    if (address) {
      const [, host, owner, name, number] = address
      return { at: repository(`${host}/${owner}/${name}`), number: issue.number ?? number }
    }
    const { number } = issue
    const at = repositoryAddress.exec(firstText(issue.repository_url))
    if (at) return { at: repository(`${at[1]}/${at[2]}/${at[3]}`), number }
    const { full_name: full, nameWithOwner, name } = fieldsOf(issue.repository ?? fallback)
    const named = firstText(full, nameWithOwner, name)
    return { at: named.includes('/') ? repository(`/${named}`) : nowhere, number }
  }

  return (issue: Fields, comment?: unknown, fallback?: unknown): Draft => {
    const { at, number } = place(issue, fallback)
    const names = listOf(issue.labels).map((one) =>
      typeof one === 'string' ? one : textOf(fieldsOf(one).name),
    )
    const meanings = names.map(label)
    const closed = /^(?:closed|merged)$/i.test(textOf(issue.state))
    const reason = firstText(issue.state_reason, issue.stateReason)
    const events = eventsFrom(issue, comment)
    return {
      system: at.system,
      externalId: number ?? issue.id,
      url: typeof issue.html_url === 'string' ? issue.html_url : issue.url,
      title: issue.title,
      description: issue.body ?? issue.bodyText ?? issue.body_text,
      status: closed ? 'closed' : 'open',
      severity: meanings.find((one) => one.severity)?.severity,
      kind: kindOf(fieldsOf(issue.type).name) ?? meanings.find((one) => one.kind)?.kind,
      createdAt: issue.created_at ?? issue.createdAt,
      updatedAt: issue.updated_at ?? issue.updatedAt,
      resolution: closed ? reason.toLowerCase().replaceAll('_', ' ') : '',
      tags: names,
      components: at.components,
      owner: personFrom(issue.assignee ?? listOf(issue.assignees)[0]),
      reporter: personFrom(issue.user ?? issue.author),
      events,
      links: events.length > 0 ? duplicates(events) : [],
      original: originalFrom(issue),
    }
  }
}

/** Other values than issues, by what makes them known: a reason to skip them, or nothing to say. */
const notAnIssue = (unit: Extract<JsonUnit, { type: 'value' }>): string | undefined => {
  if (unit.key !== '') return undefined
  const { value } = unit
  if (!isObject(value)) return notObject
  if (typeof value.body === 'string' && (value.issue_url ?? value.pull_request_url)) {
    return 'This is a comment without its issue.'
  }
  if (isObject(value.payload) && typeof value.type === 'string') {
    return `An event of the type ${value.type.slice(0, 100)} carries no issue.`
  }
  return typeof value.message === 'string' && value.documentation_url !== undefined
    ? `This is an error message of GitHub: ${value.message.slice(0, 200)}`
    : 'The title is missing.'
}

export const github: Reader = (source) => {
  const draft = mapper()
  return mapUnits(jsonUnits(source, { wrappers }), (unit) => {
    const { value, key } = unit
    if (key !== '' || !isObject(value)) return notAnIssue(unit)
    if (value.title !== undefined) return draft(value)
    // Archive events and webhooks wrap the issue, GraphQL edges its node.
    const { issue, comment } = fieldsOf(value.payload ?? value)
    if (isObject(issue) && issue.title !== undefined)
      return draft(issue, comment, value.repo ?? value.repository)
    const node = fieldsOf(value.node)
    return node.title === undefined ? notAnIssue(unit) : draft(node)
  })
}
