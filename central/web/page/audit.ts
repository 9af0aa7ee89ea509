import type { AuditEntry } from './answers.ts'
import { ask } from './ask.ts'
import { h } from './dom.ts'
import { choice } from './fields.ts'
import { type Page, page } from './page.ts'
import { table } from './table.ts'
import { moment } from './words.ts'

const PAGE = 50

interface Audit {
  readonly acts: readonly string[]
  readonly entries: readonly AuditEntry[]
  /** By id. */
  readonly names: Readonly<Record<string, string>>
}

const whoOf = ({ accountName, accountId, address }: AuditEntry): string =>
  accountName ??
  (accountId !== null
    ? 'Somebody who is gone'
    : address === 'command line'
      ? 'Command line'
      : 'Nobody signed in')

/** What it was done to, then how; ids as names where there are any. */
const detailsOf = ({ subject, details }: AuditEntry, names: Audit['names']): string => {
  const named = (value: unknown): string => names[String(value)] ?? String(value)
  const told = Object.entries(details).flatMap(([name, value]) =>
    value === null || named(value) === named(subject) ? [] : [`${name.replace(/Id$/, '')}: ${named(value)}`],
  )
  return [...(subject === '' ? [] : [named(subject)]), ...told].join(', ')
}

const entryTable = ({ entries, names }: Audit): HTMLElement =>
  table<AuditEntry>({
    label: 'Audit',
    rows: entries,
    columns: [
      { title: 'When', cell: ({ at }) => moment(at) },
      { title: 'Who', cell: whoOf },
      { title: 'Act', cell: ({ act }) => h('code', {}, act) },
      {
        title: 'Outcome',
        cell: ({ outcome }) =>
          outcome === 'done' ? h('span', { class: 'ok' }, 'Done') : h('span', { class: 'warn' }, 'Refused'),
      },
      { title: 'What', cell: (entry) => h('span', { class: 'long' }, detailsOf(entry, names)) },
      { title: 'From', cell: ({ address }) => address },
    ],
    empty: 'There is nothing of this kind.',
  })

/** Where one is in the audit: the entries before the last of these, of one act or all. */
export const auditPage = (): Page => {
  let act = ''
  let pages: number[] = []
  return page<Audit>({
    id: 'audit',
    title: 'Audit',
    roles: ['administrator', 'auditor'],
    load: async () => {
      const query = new URLSearchParams({ limit: String(PAGE) })
      if (act !== '') query.set('act', act)
      const before = pages.at(-1)
      if (before !== undefined) query.set('before', String(before))
      const [{ acts }, told] = await Promise.all([
        ask<{ acts: string[] }>('GET', '/v1/admin/audit/acts'),
        ask<Omit<Audit, 'acts'>>('GET', `/v1/admin/audit?${query}`),
      ])
      return { acts, ...told }
    },
    draw: ({ acts, entries, names }, shown) => {
      const last = entries.at(-1)
      const filter = choice(
        {
          label: 'Act',
          name: 'act',
          value: act,
          change: (value) => {
            act = value
            pages = []
            void shown.again()
          },
        },
        [['', 'All'], ...acts.map((name) => [name, name] as const)],
      )
      filter.querySelector('select')?.setAttribute('data-key', 'act')
      return [
        h('div', { class: 'bar' }, filter),
        entryTable({ acts, entries, names }),
        h(
          'div',
          { class: 'acts' },
          pages.length > 0 &&
            shown.button('Newer', {
              key: 'newer',
              run: async () => {
                pages = pages.slice(0, -1)
              },
            }),
          last !== undefined &&
            entries.length === PAGE &&
            shown.button('Older', {
              key: 'older',
              run: async () => {
                pages = [...pages, last.id]
              },
            }),
        ),
      ]
    },
  })
}
