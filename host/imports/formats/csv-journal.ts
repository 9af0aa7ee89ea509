import type { Lane } from '../../../shared/domain/vocabulary.ts'
import type { DraftEvent } from '../mapping/draft.ts'
import { personOf } from '../mapping/person.ts'

/** ServiceNow writes all comments of a ticket into one cell, each under a line that says when, who and what. */
const entry = /^(\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?) - ([^\n(]{1,200}?) \(([^\n)]{1,60})\)[ \t]*$/gm
/** Jira begins each comment with its moment and author. */
const prefixed = /^([^;\n]{6,40});([^;\n]{1,200});/

const event = (lane: Lane, body: string, author?: string, at?: string): DraftEvent => ({
  externalId: undefined,
  kind: lane === 'internal' ? 'note' : 'message',
  lane,
  author: author ? personOf({ name: author }) : null,
  at,
  body: body.trim(),
})

/** The comments in one cell, each with its author and moment where the cell names them. */
export const journalEvents = (cell: string, lane: Lane): DraftEvent[] => {
  if (cell === '') return []
  const found = [...cell.matchAll(entry)]
  if (found.length > 0 && cell.slice(0, found[0]?.index).trim() === '') {
    return found.map(([head, at, author, kind = ''], i) => {
      const start = (found[i]?.index ?? 0) + head.length
      const internal = /work notes|internal|private/i.test(kind)
      return event(internal ? 'internal' : lane, cell.slice(start, found[i + 1]?.index), author, at)
    })
  }
  const [head, at, author] = prefixed.exec(cell) ?? []
  return [head && /\d/.test(at ?? '') ? event(lane, cell.slice(head.length), author, at) : event(lane, cell)]
}
