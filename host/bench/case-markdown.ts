import type { TimelineEvent } from '../../shared/domain/entities.ts'
import type { ExactCase } from '../imports/exact/document.ts'

const when = (at: number) => new Date(at).toISOString().replace('T', ' ').slice(0, 16)

/** A case as a document for people: the facts, then the story in order. */
export const caseMarkdown = ({ case: value, events, people, customers, files }: ExactCase): string => {
  const person = (id: string | null) => people.find((one) => one.id === id)?.name ?? 'nobody'
  const customer = customers.find(({ id }) => id === value.customerId)?.name ?? 'none'
  const facts = [
    ['Customer', customer],
    ['Status', value.status],
    ['Severity', String(value.severity)],
    ['Kind', value.kind],
    ['Owner', person(value.ownerId)],
    ['Reporter', person(value.reporterId)],
    ['Created', when(value.createdAt)],
    ['Updated', when(value.updatedAt)],
    ['Tags', value.tags.join(', ')],
    ['Stack', value.components.map(({ name, version }) => `${name} ${version}`.trim()).join(', ')],
  ].filter(([, text]) => text)
  const pathOf = (sha256: string) => files.find((file) => file.sha256 === sha256)?.path ?? sha256
  const story = events.filter(({ retractedAt }) => retractedAt === null)
  return [
    `# ${value.ref} ${value.title}`,
    facts.map(([name, text]) => `- ${name}: ${text}`).join('\n'),
    value.description,
    ...(value.resolution ? ['## Resolution', value.resolution] : []),
    '## Timeline',
    ...story.map((event) => section(event, person(event.authorId), pathOf)),
    '',
  ].join('\n\n')
}

const section = (event: TimelineEvent, author: string, pathOf: (sha256: string) => string): string =>
  [
    `### ${when(event.at)} · ${author} · ${event.lane} ${event.kind}`,
    ...(event.changes ?? []).map(({ field, from, to }) => `- ${field}: ${shown(from)} → ${shown(to)}`),
    event.body,
    ...(event.attachments ?? []).map(({ name, sha256 }) => `- [${name}](${pathOf(sha256)})`),
  ]
    .filter(Boolean)
    .join('\n\n')

const shown = (value: unknown) => (value === null ? 'nothing' : String(value))
