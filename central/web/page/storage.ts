import type { Storage } from './answers.ts'
import { ask } from './ask.ts'
import { h } from './dom.ts'
import { type Page, page } from './page.ts'
import { figure } from './sync.ts'
import { amount, bytes } from './words.ts'

export const storage: Page = page<Storage>({
  id: 'storage',
  title: 'Storage',
  roles: ['administrator'],
  load: () => ask('GET', '/v1/admin/storage'),
  draw: ({ rows, operations, attachments, uploads, databaseBytes }) => [
    h(
      'dl',
      { class: 'figures' },
      figure('Rows', amount(rows), 'cases, events, customers and all else that stands'),
      figure('Operations', amount(operations), 'every change that was ever sent'),
      figure('Attachments', amount(attachments.count), bytes(attachments.bytes)),
      figure('Uploads under way', amount(uploads.count), bytes(uploads.bytes)),
      figure('Database', bytes(databaseBytes), 'without the attachments'),
    ),
  ],
})
