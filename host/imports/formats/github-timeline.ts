import type { DraftEvent } from '../mapping/draft.ts'
import { fieldsOf } from '../mapping/original.ts'
import { textOf } from '../mapping/text.ts'
import type { RecordPerson } from '../record.ts'

type Fields = Record<string, unknown>
interface Change {
  field: string
  from: unknown
  to: unknown
}

const added = (field: string, to: unknown): Change => ({ field, from: null, to })
const removed = (field: string, from: unknown): Change => ({ field, from, to: null })

/** https://docs.github.com/rest/using-the-rest-api/issue-event-types */
const changes: ReadonlyMap<string, (event: Fields) => Change> = new Map([
  ['closed', () => ({ field: 'status', from: 'open', to: 'closed' })],
  ['reopened', () => ({ field: 'status', from: 'closed', to: 'open' })],
  ['labeled', (event: Fields) => added('tags', fieldsOf(event.label).name)],
  ['unlabeled', (event: Fields) => removed('tags', fieldsOf(event.label).name)],
  ['assigned', (event: Fields) => added('owner', fieldsOf(event.assignee).login)],
  ['unassigned', (event: Fields) => removed('owner', fieldsOf(event.assignee).login)],
  ['milestoned', (event: Fields) => added('milestone', fieldsOf(event.milestone).title)],
  ['demilestoned', (event: Fields) => removed('milestone', fieldsOf(event.milestone).title)],
  ['locked', () => added('locked', true)],
  ['unlocked', () => removed('locked', true)],
  [
    'renamed',
    (event: Fields) => {
      const { from, to } = fieldsOf(event.rename)
      return { field: 'title', from, to }
    },
  ],
  [
    'cross-referenced',
    (event: Fields) => added('referenced in', fieldsOf(fieldsOf(event.source).issue).html_url),
  ],
  ['referenced', (event: Fields) => added('referenced in', event.commit_url ?? event.commit_id)],
])

/** Who is told what: nothing that happened to the issue. */
const noise = new Set(['subscribed', 'unsubscribed', 'mentioned'])

/** A step of an issue's timeline as a change, or nothing if it is none worth keeping. */
export const timelineEvent = (
  event: Fields,
  personFrom: (value: unknown) => RecordPerson | null,
): DraftEvent | undefined => {
  const name = textOf(event.event)
  if (name === '' || noise.has(name)) return undefined
  const change = changes.get(name)?.(event) ?? added(name, event.commit_id ?? null)
  return {
    externalId: event.id ?? event.node_id,
    kind: 'change',
    lane: 'internal',
    author: personFrom(event.actor ?? event.user),
    at: event.created_at ?? event.createdAt,
    body: '',
    changes: [change],
  }
}
