import type { Device } from './answers.ts'
import { ask } from './ask.ts'
import { formDialog } from './dialog.ts'
import { h } from './dom.ts'
import { type Page, page, type Shown } from './page.ts'
import { type Column, table } from './table.ts'
import { counted, when } from './words.ts'

const revoke = async ({ id, name, accountName }: Device, { say }: Shown, path: string): Promise<void> => {
  const done = await formDialog({
    title: `Revoke ${name}?`,
    body: [
      h(
        'p',
        {},
        `This bench of ${accountName} can no longer sync, from now on and for good. It removes what it had from here the next time it asks. What it has not sent yet stays on it and can be exported there.`,
      ),
    ],
    act: 'Revoke',
    danger: true,
    run: () => ask('DELETE', `${path}/${id}`),
  })
  if (done) say(`${name} is revoked.`)
}

/** Benches as rows; `path` is where they are asked for and revoked. */
export const deviceTable = (devices: readonly Device[], shown: Shown, path: string): HTMLElement => {
  const columns: Column<Device>[] = [
    { title: 'Bench', cell: ({ name }) => name },
    { title: 'Person', cell: ({ accountName }) => accountName },
    { title: 'Connected', cell: ({ createdAt }) => when(createdAt) },
    { title: 'Last seen', cell: ({ seenAt }) => when(seenAt) },
    {
      title: 'State',
      cell: ({ revokedAt }) =>
        revokedAt === null
          ? h('span', { class: 'ok' }, 'Connected')
          : h('span', { class: 'off' }, 'Revoked ', when(revokedAt)),
    },
    {
      title: 'Acts',
      kind: 'acts',
      cell: (device) =>
        device.revokedAt === null &&
        shown.button('Revoke', {
          key: `revoke ${device.id}`,
          label: `Revoke ${device.name} of ${device.accountName}`,
          run: () => revoke(device, shown, path),
        }),
    },
  ]
  return table({
    label: 'Benches',
    rows: devices,
    columns,
    empty: 'No bench has connected yet.',
  })
}

const path = '/v1/admin/devices'

export const devices: Page = page<readonly Device[]>({
  id: 'devices',
  title: 'Devices',
  roles: ['administrator'],
  load: async () => (await ask<{ devices: Device[] }>('GET', path)).devices,
  draw: (all, shown) => [
    h(
      'p',
      { class: 'quiet' },
      `${counted(all.filter(({ revokedAt }) => revokedAt === null).length, 'bench', 'benches')} connected. “Seen” is written once a minute.`,
    ),
    deviceTable(all, shown, path),
  ],
})
