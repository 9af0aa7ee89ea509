import type { Erasure } from './answers.ts'
import { ask } from './ask.ts'
import { formDialog } from './dialog.ts'
import { h } from './dom.ts'
import { choice, field } from './fields.ts'
import { type Page, page, type Shown } from './page.ts'
import { type Column, table } from './table.ts'
import { amount, counted, sentenceCase, when } from './words.ts'

const path = '/v1/admin/erasures'

const kinds = [
  ['case', 'A case, with those merged into it'],
  ['customer', 'A customer, with all its cases and people'],
  ['person', 'A person'],
] as const

const erase = async ({ say }: Shown): Promise<void> => {
  const done = await formDialog({
    title: 'Erase for good',
    body: [
      h(
        'p',
        {},
        'It is overwritten here, with its files, and every bench removes it with its next exchange. There is no way back but a backup.',
      ),
      choice({ label: 'What', name: 'kind' }, kinds),
      field({
        label: 'Which',
        name: 'which',
        hint: 'The reference of a case, the name of a customer, the e-mail address of a person, or an id.',
      }),
      field({ label: 'The same again, to confirm', name: 'confirm' }),
    ],
    act: 'Erase for good',
    danger: true,
    run: (value) =>
      ask('POST', path, {
        kind: value('kind'),
        which: value('which').trim(),
        confirm: value('confirm').trim(),
      }),
  })
  if (done) say('It is erased here. Benches follow with their next exchange.')
}

const waitingOf = ({ waiting }: Erasure) =>
  waiting.length === 0
    ? h('span', { class: 'ok' }, 'Gone everywhere')
    : h(
        'ul',
        { class: 'off' },
        ...waiting.map(({ deviceName, accountName, revoked }) =>
          h('li', {}, `${deviceName} of ${accountName}${revoked ? ', revoked' : ''}`),
        ),
      )

const columns: readonly Column<Erasure>[] = [
  { title: 'When', cell: ({ at }) => when(at) },
  { title: 'What', cell: ({ kind, subject }) => `${sentenceCase(kind)} ${subject.slice(-8)}` },
  {
    title: 'Removed',
    cell: ({ cases, rows, operations, blobs }) =>
      `${counted(cases, 'case')}, ${counted(rows, 'row')}, ${counted(operations, 'change')}, ${counted(blobs, 'file')}`,
  },
  { title: 'Benches that still have it', cell: waitingOf },
]

export const erasures: Page = page<readonly Erasure[]>({
  id: 'erasures',
  title: 'Erasures',
  roles: ['administrator', 'auditor'],
  load: async () => (await ask<{ erasures: Erasure[] }>('GET', path)).erasures,
  draw: (all, shown) => [
    h(
      'div',
      { class: 'bar' },
      h(
        'p',
        { class: 'quiet' },
        `${amount(all.length)} so far. What was erased is not told here, only that it was.`,
      ),
      shown.me.account.role === 'administrator' &&
        shown.button('Erase …', { key: 'erase', run: () => erase(shown) }),
    ),
    table({ label: 'Erasures', rows: all, columns, empty: 'Nothing was erased yet.' }),
  ],
})
