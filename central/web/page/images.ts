import type { KeptImage } from './answers.ts'
import { ask } from './ask.ts'
import { formDialog } from './dialog.ts'
import { h } from './dom.ts'
import { type Page, page, type Shown } from './page.ts'
import { type Column, table } from './table.ts'
import { amount, bytes, counted, when } from './words.ts'

const path = '/v1/admin/images'

const nameOf = ({ names, sha256 }: KeptImage): string => names[0] ?? sha256.slice(0, 12)

const remove = async (image: KeptImage, { say }: Shown): Promise<void> => {
  const { sha256, parts, shared } = image
  const done = await formDialog({
    title: `Remove ${nameOf(image)}?`,
    body: [
      h(
        'p',
        {},
        'Nobody fetches it from here any more; benches keep what they have fetched. Whoever has it can publish it again.',
      ),
      h(
        'p',
        { class: 'quiet' },
        shared === 0
          ? `Its ${counted(parts, 'part')} ${parts === 1 ? 'goes' : 'go'} from the store with the next sweep.`
          : `Of its ${counted(parts, 'part')} ${amount(shared)} ${shared === 1 ? 'stays' : 'stay'}, because something else has ${shared === 1 ? 'it' : 'them'} too; the others go from the store with the next sweep.`,
      ),
    ],
    act: 'Remove',
    danger: true,
    run: () => ask('DELETE', `${path}/${sha256}`),
  })
  if (done) say(`Removed ${nameOf(image)}. Parts that nothing else names go from the store.`)
}

/** The image, what else it is called, and by which digest. */
const named = (image: KeptImage): HTMLElement =>
  h(
    'span',
    {},
    nameOf(image),
    ...image.names.slice(1).map((name) => h('div', { class: 'quiet' }, name)),
    h(
      'div',
      { class: 'quiet' },
      h('code', { title: `sha256:${image.sha256}` }, `sha256:${image.sha256.slice(0, 12)}`),
      ` · ${image.platform}`,
    ),
  )

const columns: readonly Column<KeptImage>[] = [
  { title: 'Image', cell: named },
  { title: 'Size', kind: 'number', cell: (image) => bytes(image.bytes) },
  { title: 'Publisher', cell: ({ by }) => by },
  { title: 'Published', cell: ({ at }) => when(new Date(at).toISOString()) },
  { title: 'Licence', cell: ({ licence }) => licence ?? h('span', { class: 'quiet' }, 'None known') },
  {
    title: 'Parts',
    cell: ({ parts, shared }) =>
      h('span', { class: 'whole' }, amount(parts), shared > 0 && ` (${amount(shared)} shared)`),
  },
]

const acts = (shown: Shown): Column<KeptImage> => ({
  title: 'Acts',
  kind: 'acts',
  cell: (image) =>
    shown.button('Remove', {
      key: `remove ${image.sha256}`,
      label: `Remove ${nameOf(image)}`,
      run: () => remove(image, shown),
    }),
})

export const images: Page = page<readonly KeptImage[]>({
  id: 'images',
  title: 'Images',
  roles: ['administrator', 'auditor'],
  load: async () => (await ask<{ images: KeptImage[] }>('GET', path)).images,
  draw: (all, shown) => [
    h(
      'p',
      { class: 'quiet' },
      'Images of environments that benches have published. Every engineer of the organisation with a bench can fetch them.',
    ),
    table({
      label: 'Images',
      rows: all,
      columns: shown.me.account.role === 'administrator' ? [...columns, acts(shown)] : columns,
      empty: 'Nobody has published an image yet.',
    }),
  ],
})
