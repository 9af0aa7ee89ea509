import type { Device } from './answers.ts'
import { ask } from './ask.ts'
import { showToken } from './connect.ts'
import { deviceTable } from './devices.ts'
import { formDialog } from './dialog.ts'
import { h } from './dom.ts'
import { field } from './fields.ts'
import { type Page, page, type Shown } from './page.ts'

const path = '/v1/devices'

const connect = async (): Promise<void> => {
  const { token } = await ask<{ token: string }>('POST', '/v1/tokens', {
    name: 'To connect a bench',
    days: 1,
  })
  await showToken('Connect a bench', token)
}

const changePassword = async ({ say }: Shown): Promise<void> => {
  const done = await formDialog({
    title: 'Choose a password',
    body: [
      field({
        label: 'Current password, if there is one',
        name: 'current',
        type: 'password',
        required: false,
        autocomplete: 'current-password',
      }),
      field({
        label: 'New password',
        name: 'password',
        type: 'password',
        autocomplete: 'new-password',
        least: 12,
        hint: '12 characters or more. Your other browsers are signed out.',
      }),
    ],
    act: 'Choose',
    run: (value) => ask('PUT', '/v1/me/password', { current: value('current'), password: value('password') }),
  })
  if (done) say('The password is changed.')
}

/** What everybody has here: the own benches and the own password. */
export const own: Page = page<readonly Device[]>({
  id: 'own',
  title: 'Your benches',
  load: async () => (await ask<{ devices: Device[] }>('GET', path)).devices,
  draw: (devices, shown) => [
    h(
      'div',
      { class: 'bar' },
      h('p', { class: 'quiet' }, 'A bench is a Casebench on one of your machines.'),
      shown.button('Change password', { key: 'password', run: () => changePassword(shown) }),
      shown.button('Connect a bench', { key: 'connect', run: connect }),
    ),
    deviceTable(devices, shown, path),
  ],
})
