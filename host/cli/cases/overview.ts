import type { CaseDetail } from '../../../shared/contract/cases.ts'
import type { ShownEvent } from '../../../shared/contract/timeline.ts'
import { neutral } from '../text/neutral.ts'
import { size } from '../text/size.ts'
import type { Paint } from '../text/style.ts'
import { relative } from '../text/when.ts'
import { fieldName } from './json.ts'

interface OverviewOptions {
  paint: Paint
  now: number
}

const shownValue = (value: unknown): string => {
  if (value === null || value === undefined || value === '') return 'none'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const indented = (text: string) =>
  neutral(text, { lines: true })
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? '' : `    ${line}`))

const eventLines = (event: ShownEvent, { paint, now }: OverviewOptions): string[] => {
  const audience = event.lane === 'customer' ? paint('yellow', 'customer') : event.lane
  const author = neutral(event.author ?? 'unknown')
  const retracted = event.retractedAt === null ? '' : ' · retracted'
  const from = event.fromRef === null ? '' : ` · from ${event.fromRef}`
  const head = `  ${paint('bold', author)} · ${event.kind} · ${audience} · ${relative(event.at, now)}${from}${retracted}`
  const changes = (event.changes ?? []).map(
    ({ field, from, to }) =>
      `    ${fieldName(field)}: ${neutral(shownValue(from))} → ${neutral(shownValue(to))}`,
  )
  const files = (event.attachments ?? []).map(({ name, bytes }) => `    ${neutral(name)} (${size(bytes)})`)
  const body = event.body.trim() === '' ? [] : indented(event.body)
  return ['', head, ...changes, ...body, ...files]
}

const facts = ({ case: found, customer, owner, reporter, ...detail }: CaseDetail, now: number) => {
  const contract = customer?.contracts.find(({ id }) => id === found.contractId)
  const lines: [name: string, value: string][] = [
    ['Status', `${found.status}, severity ${found.severity}, ${found.kind}`],
    ['Customer', [customer?.name, contract?.name].filter(Boolean).join(', ')],
    ['Owner', owner?.name ?? ''],
    ['Reporter', reporter?.name ?? ''],
    ['Due', found.dueAt === null ? '' : relative(found.dueAt, now)],
    ['Created', relative(found.createdAt, now)],
    ['Updated', relative(found.updatedAt, now)],
    ['Tags', found.tags.join(' ')],
    [
      'Stack',
      found.components.map(({ name, version }) => [name, version].filter(Boolean).join(' ')).join(', '),
    ],
    [
      'Links',
      detail.links
        .map(({ link, outgoing, other }) => `${outgoing ? '' : 'from '}${link.kind} ${other.ref}`)
        .join(', '),
    ],
    ['Merged into', detail.mergedInto?.ref ?? ''],
    ['Merged from', detail.mergedFrom.map(({ ref }) => ref).join(' ')],
    ['Trashed', found.trashedAt === null ? '' : relative(found.trashedAt, now)],
    ['Source', found.origin ? (found.origin.url ?? `${found.origin.system} ${found.origin.externalId}`) : ''],
  ]
  return lines.filter(([, value]) => value !== '')
}

/** A whole case as text for a person; every word of a customer is neutralised. */
export const overview = (
  detail: CaseDetail,
  { events, total }: { events: ShownEvent[]; total: number },
  options: OverviewOptions,
): string => {
  const { paint, now } = options
  const { case: found } = detail
  const lines = [paint('bold', `${found.ref}  ${neutral(found.title)}`), '']
  for (const [name, value] of facts(detail, now))
    lines.push(`${paint('dim', name.padEnd(12))} ${neutral(value)}`)
  if (found.description.trim()) lines.push('', ...indented(found.description))
  if (found.resolution.trim()) lines.push('', paint('dim', 'Resolution'), ...indented(found.resolution))
  const hidden = total > events.length ? ` (the newest ${events.length} of ${total})` : ''
  if (events.length > 0) lines.push('', paint('bold', `Timeline${hidden}`))
  for (const event of events) lines.push(...eventLines(event, options))
  return lines.join('\n')
}
