import type { SyncHealth } from './answers.ts'
import { ask } from './ask.ts'
import { type Child, h } from './dom.ts'
import { type Page, page } from './page.ts'
import { table } from './table.ts'
import { amount, counted, when } from './words.ts'

/** A number with its name. */
export const figure = (label: string, value: string, ...more: readonly Child[]): HTMLElement =>
  h(
    'div',
    { class: 'figure' },
    h('dt', {}, label),
    h('dd', {}, value, h('span', { class: 'quiet' }, ...more)),
  )

const behindOf = (behind: number): Child =>
  behind === 0
    ? h('span', { class: 'ok' }, 'Up to date')
    : h('span', { class: 'warn' }, counted(behind, 'change'))

const figures = ({ conflicts, rejected, setAside }: SyncHealth): HTMLElement =>
  h(
    'dl',
    { class: 'figures' },
    figure(
      'Open conflicts',
      amount(conflicts.open),
      conflicts.oldestAt !== null && h('span', {}, 'the oldest ', when(conflicts.oldestAt)),
    ),
    figure(`Refused in the last ${rejected.days} days`, amount(rejected.count)),
    figure('Set aside', amount(setAside), 'same number, other content'),
  )

export const sync: Page = page<SyncHealth>({
  id: 'sync',
  title: 'Sync',
  roles: ['administrator'],
  load: () => ask('GET', '/v1/admin/sync'),
  draw: (health, shown) => [
    h(
      'div',
      { class: 'bar' },
      h(
        'p',
        { class: 'quiet' },
        'People resolve conflicts on the case itself, and refused changes on their bench.',
      ),
      shown.button('Look again', { key: 'again', run: async () => undefined }),
    ),
    figures(health),
    h('h2', {}, 'Benches'),
    h('p', { class: 'quiet' }, 'Behind: changes that came here after a bench was last seen.'),
    table<SyncHealth['devices'][number]>({
      label: 'How far benches are',
      rows: health.devices,
      columns: [
        { title: 'Bench', cell: ({ name }) => name },
        { title: 'Person', cell: ({ accountName }) => accountName },
        { title: 'Last seen', cell: ({ seenAt }) => when(seenAt) },
        { title: 'Behind', cell: ({ behind }) => behindOf(behind) },
        { title: 'Changes sent', kind: 'number', cell: ({ sent }) => amount(sent) },
      ],
      empty: 'No bench is connected.',
    }),
    h('h2', {}, 'Refused changes'),
    table<SyncHealth['rejected']['newest'][number]>({
      label: 'Refused changes',
      rows: health.rejected.newest,
      columns: [
        { title: 'When', cell: ({ at }) => when(at) },
        { title: 'Person', cell: ({ accountName }) => accountName },
        { title: 'Bench', cell: ({ deviceName }) => deviceName },
        { title: 'Change', cell: ({ type }) => h('code', {}, type) },
        { title: 'Reason', cell: ({ message, code }) => message || code },
      ],
      empty: `Nothing was refused in the last ${health.rejected.days} days.`,
    }),
  ],
})
