import type { ImportFormat } from '../../shared/domain/vocabulary.ts'
import { csvLooks } from './csv/rows.ts'
import { headerMap } from './mail/headers.ts'
import type { ImportSource } from './record.ts'
import { utf8Head } from './text/encoding.ts'

/** What to do about a file whose format cannot be told; the format can always be named instead. */
export const unknownFormat =
  'The format of this file was not recognised, and nothing was imported from it. Name its format and import it again.'

/** How much of a file is read to tell its format. */
const headBytes = 256 * 1024

export interface Head {
  text: string
  encoding: string
}

/** The decoded start of a file. */
export const readHead = async (source: ImportSource): Promise<Head> => {
  const { bytes, encoding } = await utf8Head(source.bytes(), headBytes)
  return { text: bytes.toString('utf8', 0, headBytes), encoding }
}

/** Whether a text is JSON by its first bracket. */
export const opensJson = (text: string): boolean => /^[\s,]*[{[]/.test(text)

/** Marks of the trackers in JSON, and how much each says. A quoted name inside a text is escaped and never fits. */
const marks: readonly [ImportFormat, number, RegExp][] = [
  ['casebench', 20, /^\s*\{\s*"casebench"\s*:/],
  ['casebench', 8, /"casebench"\s*:\s*\d/],
  ['jira', 6, /"fields"\s*:\s*\{/],
  ['jira', 6, /"key"\s*:\s*"[A-Z][A-Z0-9_]*-\d+"/],
  ['jira', 3, /"(?:issuetype|statusCategory|customfield_\d+)"\s*:/],
  [
    'github',
    8,
    /"(?:html_url|url|repository_url|issue_url)"\s*:\s*"https?:\/\/[^"\s]+\/(?:issues|pull|pulls|repos)\/[^"\s]/,
  ],
  ['github', 3, /"number"\s*:\s*\d/],
  ['github', 2, /"(?:author_association|authorAssociation|stateReason|state_reason|node_id)"\s*:/],
  ['github', 3, /"payload"\s*:\s*\{/],
  ['github', 2, /"repo"\s*:\s*\{/],
  ['github', 2, /"title"\s*:/],
  ['zendesk', 8, /"(?:requester_id|ticket_id|raw_subject|submitter_id)"\s*:/],
  ['zendesk', 6, /"tickets"\s*:\s*\[/],
  ['zendesk', 6, /^\s*\{\s*"ticket"\s*:\s*\{/],
  ['zendesk', 3, /"subject"\s*:/],
  ['bugzilla', 8, /"bugs"\s*:\s*[[{]/],
  [
    'bugzilla',
    6,
    /"(?:last_change_time|assigned_to_detail|creator_detail|bug_id|is_creator_accessible)"\s*:/,
  ],
  ['bugzilla', 3, /"(?:op_sys|bug_severity|creation_time|whiteboard)"\s*:/],
]

/** Below this a file only happens to have a word in common with a format. */
const enough = 4

const trackerOf = (text: string): ImportFormat | undefined => {
  const scores = new Map<ImportFormat, number>()
  for (const [format, weight, mark] of marks) {
    if (mark.test(text)) scores.set(format, (scores.get(format) ?? 0) + weight)
  }
  const [best] = [...scores].toSorted(([, a], [, b]) => b - a)
  return best && best[1] >= enough ? best[0] : undefined
}

const mailHeaders = [
  'from',
  'to',
  'subject',
  'date',
  'message-id',
  'received',
  'return-path',
  'mime-version',
  'delivered-to',
]

const looksMail = (text: string): boolean => {
  if (!/^[!-9;-~]{1,100}[ \t]*:/.test(text)) return false
  const headers = headerMap(text.split(/\r?\n\r?\n/, 1)[0] ?? '')
  return mailHeaders.filter((name) => headers.has(name)).length >= 2
}

const looksMbox = (text: string): boolean =>
  /^From \S[^\n]*\d{1,2}:\d\d[^\n]*\b\d{4}\b/.test(text) || /^From [^\n]*\n[\w-]+:/.test(text)

/** The columns that only Jira's export has together. */
const isJiraCsv = (columns: readonly string[]): boolean =>
  columns.includes('Summary') && columns.includes('Issue key')

const byName: readonly [RegExp, ImportFormat][] = [
  [/\.(?:csv|tsv)$/i, 'csv'],
  [/\.eml$/i, 'eml'],
  [/\.(?:mbox|mbx)$/i, 'mbox'],
  [/jira/i, 'jira'],
  [/zendesk/i, 'zendesk'],
  [/bugzilla/i, 'bugzilla'],
  [/github|^gh[-_.]/i, 'github'],
]

/** The format of a file by its content, else by its name; undefined if neither tells. */
export const detect = ({ text }: Head, name: string): ImportFormat | undefined => {
  const named = byName.find(([pattern]) => pattern.test(name))?.[1]
  if (opensJson(text)) return trackerOf(text) ?? (named === 'csv' ? undefined : named)
  const mail = text.replace(/^\s+/, '')
  if (looksMbox(mail)) return 'mbox'
  if (looksMail(mail)) return 'eml'
  const columns = csvLooks(text, named === 'csv')
  if (columns) return isJiraCsv(columns) ? 'jira' : 'csv'
  // Lines of JSON may follow a damaged first one.
  return /^[{[]/m.test(text) ? (trackerOf(text) ?? named) : named
}
