import { csvHead, csvRows } from '../csv/rows.ts'
import { productOf } from '../mapping/component.ts'
import { type DateOrder, dateOrder } from '../mapping/dates.ts'
import type { Draft, DraftEvent } from '../mapping/draft.ts'
import { Original } from '../mapping/original.ts'
import { personOf } from '../mapping/person.ts'
import { kindOf, severityOf } from '../mapping/words.ts'
import type { ImportRecord, Parsed } from '../record.ts'
import { jiraStatus } from './jira-issue.ts'
import { wikiToMarkdown } from './jira-wiki.ts'
import { parsed, type Reader } from './reader.ts'

/**
 * The CSV export of Jira ("all fields"): columns of the same name repeat, once for each label, comment or
 * attachment. Comments are `date;author;text`, attachments `date;author;name;address`.
 */

const mapped = new Set([
  'Summary',
  'Issue key',
  'Description',
  'Created',
  'Updated',
  'Due Date',
  'Due date',
  'Labels',
  'Component/s',
  'Components',
  'Affects Version/s',
  'Affects versions',
  'Comment',
  'Resolution',
  'Assignee',
  'Reporter',
])

type Cells = (...names: string[]) => string[]

const links = (columns: readonly string[], cells: readonly string[]): ImportRecord['links'] => {
  const found: NonNullable<ImportRecord['links']> = []
  columns.forEach((name, i) => {
    const link = /^(Outward|Inward) issue link \((.*)\)$/.exec(name)
    const externalId = (cells[i] ?? '').trim()
    if (!link || externalId === '') return
    const duplicate = link[1] === 'Outward' && /duplicate/i.test(link[2] ?? '')
    found.push({ kind: duplicate ? 'duplicate-of' : 'related', externalId })
  })
  return found
}

const comment = (cell: string): DraftEvent => {
  const [, at = '', author = '', body = cell] = /^([^;]*);([^;]*);([\s\S]*)$/.exec(cell) ?? []
  return {
    externalId: undefined,
    kind: 'message',
    lane: 'customer',
    author: personOf({ name: author, handle: author && `jira:${author}` }),
    at,
    body: wikiToMarkdown(body),
  }
}

const person = (name: string | undefined, login: string | undefined) =>
  personOf({ name, handle: login || name ? `jira:${login || name}` : '' })

const draftOf = (columns: readonly string[], cells: readonly string[], order: DateOrder): Draft => {
  const all: Cells = (...names) =>
    cells
      .filter((cell, i) => names.includes(columns[i] ?? '') && cell.trim() !== '')
      .map((cell) => cell.trim())
  const one = (...names: string[]): string => all(...names)[0] ?? ''
  const versions = all('Affects Version/s', 'Affects versions')
  const version = versions.length === 1 ? versions[0] : ''
  const original = new Original()
  columns.forEach((name, i) => {
    if (!mapped.has(name)) original.keep(name, cells[i])
  })
  if (versions.length > 1) original.keep('versions', versions)
  return {
    system: 'jira',
    externalId: one('Issue key') || one('Issue id'),
    title: one('Summary'),
    description: wikiToMarkdown(one('Description')),
    status: jiraStatus(one('Status'), one('Status Category')),
    severity: severityOf(one('Priority')),
    kind: kindOf(one('Issue Type', 'Issue type')),
    createdAt: one('Created'),
    updatedAt: one('Updated'),
    dueAt: one('Due Date', 'Due date'),
    resolution: one('Resolution'),
    tags: all('Labels').flatMap((cell) => cell.split(/\s+/)),
    components: all('Component/s', 'Components').map((name) => productOf(name, version)),
    owner: person(one('Assignee'), one('Assignee Id')),
    reporter: person(one('Reporter'), one('Reporter Id')),
    events: all('Comment').map(comment),
    links: links(columns, cells),
    original,
    dateOrder: order,
  }
}

export const jiraCsv: Reader = async function* (source) {
  const { shape, rows } = await csvHead(source)
  const [columns = [], ...sample] = rows
  if (!columns.includes('Summary')) {
    yield [{ type: 'skip', line: 1, reason: 'The column "Summary" of a Jira export is missing.' }]
    return
  }
  const dated = columns.flatMap((name, i) => (/^(?:Created|Updated|Comment)$/.test(name) ? [i] : []))
  const order = dateOrder(sample.flatMap((row) => dated.map((i) => (row[i] ?? '').split(';', 1)[0] ?? '')))
  let first = true
  for await (const batch of csvRows(source, shape)) {
    const out: Parsed[] = []
    for (const row of batch) {
      if (row.type === 'skip') out.push(row)
      else if (first) first = false
      else out.push(parsed(draftOf(columns, row.cells, order), row.line))
    }
    yield out
  }
}
