import type { Account, Role, Team } from './answers.ts'
import { ask } from './ask.ts'
import { showToken } from './connect.ts'
import { copyable, formDialog, secretDialog } from './dialog.ts'
import { h } from './dom.ts'
import { choice, field } from './fields.ts'
import { type Page, page, type Shown } from './page.ts'
import { table } from './table.ts'
import { counted, sentenceCase } from './words.ts'

interface People {
  readonly accounts: readonly Account[]
  readonly teams: readonly Team[]
}

const roles: Readonly<Record<Role, string>> = {
  engineer: 'Engineer',
  lead: 'Lead',
  expert: 'Expert',
  auditor: 'Auditor: reads only',
  administrator: 'Administrator: manages people, too',
}

const roleChoice = (value: Role): HTMLElement =>
  choice({ label: 'Role', name: 'role', value }, Object.entries(roles))

const add = async (teams: readonly Team[]): Promise<void> => {
  let added: { name: string; token: string } | undefined
  await formDialog({
    title: 'Add a person',
    body: [
      field({ label: 'Name', name: 'name', hint: 'As colleagues read it, and to sign in with.' }),
      roleChoice('engineer'),
      choice({ label: 'Team', name: 'team' }, [
        ['', 'None'],
        ...teams.map(({ id, name }) => [id, name] as const),
      ]),
      field({
        label: 'E-mail, if you like',
        name: 'email',
        type: 'email',
        required: false,
        hint: 'An identity provider knows the person by it.',
      }),
    ],
    act: 'Add',
    run: async (value) => {
      const [team, email] = [value('team'), value('email').trim()]
      added = await ask('POST', '/v1/admin/accounts', {
        name: value('name'),
        role: value('role'),
        ...(team === '' ? {} : { team }),
        ...(email === '' ? {} : { email }),
      })
    },
  })
  if (added) await showToken(`${added.name} is added`, added.token)
}

const giveLink = async ({ id, name }: Account): Promise<void> => {
  const { link } = await ask<{ link: string }>('POST', `/v1/admin/accounts/${id}/link`)
  await secretDialog(
    `A one-time link for ${name}`,
    h(
      'p',
      {},
      'It signs them in here once, for a day, and lets them choose a password. Older links of theirs end.',
    ),
    copyable('Link', link),
  )
}

const changeRole = async ({ id, name, role }: Account, { say }: Shown): Promise<void> => {
  const done = await formDialog({
    title: `Role of ${name}`,
    body: [roleChoice(role)],
    act: 'Change',
    run: (value) => ask('PATCH', `/v1/admin/accounts/${id}`, { role: value('role') }),
  })
  if (done) say(`The role of ${name} is changed.`)
}

const setDisabled = async ({ id, name, disabled }: Account, { say }: Shown): Promise<void> => {
  const path = `/v1/admin/accounts/${id}`
  if (disabled) {
    await ask('PATCH', path, { disabled: false })
    say(`${name} may sign in again.`)
    return
  }
  const done = await formDialog({
    title: `Disable ${name}?`,
    body: [
      h(
        'p',
        {},
        'They are signed out everywhere, and their benches stop syncing. What their benches have not sent yet stays on them. You can enable them again.',
      ),
    ],
    act: 'Disable',
    danger: true,
    run: () => ask('PATCH', path, { disabled: true }),
  })
  if (done) say(`${name} is disabled.`)
}

const actsOf = (account: Account, shown: Shown): HTMLElement[] => {
  const button = (key: string, text: string, run: () => Promise<void>) =>
    shown.button(text, {
      key: `${key} ${account.id}`,
      label: `${text}: ${account.name}`,
      run,
    })
  return [
    button('link', 'One-time link', () => giveLink(account)),
    button('role', 'Role', () => changeRole(account, shown)),
    button('disable', account.disabled ? 'Enable' : 'Disable', () => setDisabled(account, shown)),
  ]
}

export const people: Page = page<People>({
  id: 'people',
  title: 'People',
  roles: ['administrator'],
  load: async () => {
    const [{ accounts }, { teams }] = await Promise.all([
      ask<{ accounts: Account[] }>('GET', '/v1/admin/accounts'),
      ask<{ teams: Team[] }>('GET', '/v1/admin/teams'),
    ])
    return { accounts, teams }
  },
  draw: ({ accounts, teams }, shown) => [
    h(
      'div',
      { class: 'bar' },
      h('p', { class: 'quiet' }, counted(accounts.length, 'person', 'people')),
      shown.button('Add a person', { key: 'add', run: () => add(teams) }),
    ),
    table<Account>({
      label: 'People',
      rows: accounts,
      columns: [
        { title: 'Name', cell: ({ name }) => name },
        { title: 'Role', cell: ({ role }) => sentenceCase(role) },
        { title: 'Teams', cell: ({ teams: of }) => of.join(', ') },
        { title: 'E-mail', cell: ({ email }) => email },
        {
          title: 'State',
          cell: ({ disabled }) =>
            disabled ? h('span', { class: 'off' }, 'Disabled') : h('span', { class: 'ok' }, 'Active'),
        },
        { title: 'Acts', kind: 'acts', cell: (account) => actsOf(account, shown) },
      ],
      empty: 'Nobody is here yet.',
    }),
  ],
})
