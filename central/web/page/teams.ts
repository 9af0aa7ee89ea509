import type { Account, Customer, Holder, Team } from './answers.ts'
import { ask } from './ask.ts'
import { formDialog } from './dialog.ts'
import { h } from './dom.ts'
import { choice, field } from './fields.ts'
import { type Page, page, type Shown } from './page.ts'
import { table } from './table.ts'
import { counted, when } from './words.ts'

interface Teams {
  readonly teams: readonly Team[]
  readonly accounts: readonly Account[]
  readonly customers: readonly Customer[]
  readonly holders: readonly Holder[]
}

/** A restricted customer's name is for who has a grant; to all others it is a number. */
const nameOf = ({ name, id }: Pick<Customer, 'id' | 'name'>): string =>
  name ?? `Restricted customer ${id.slice(-8)}`

const customerNamed = (customers: readonly Customer[], id: string): string =>
  nameOf(customers.find((customer) => customer.id === id) ?? { id, name: null })

interface Chosen {
  readonly title: string
  readonly label: string
  readonly about?: string
  readonly act: string
  readonly options: readonly (readonly [string, string])[]
  run(chosen: string): Promise<unknown>
}

const choose = ({ title, label, about, act, options, run }: Chosen): Promise<boolean> =>
  formDialog({
    title,
    body: [about !== undefined && h('p', {}, about), choice({ label, name: 'chosen' }, options)],
    act,
    run: (value) => run(value('chosen')),
  })

const addTeam = (): Promise<boolean> =>
  formDialog({
    title: 'Add a team',
    body: [field({ label: 'Name', name: 'name' })],
    act: 'Add',
    run: (value) => ask('POST', '/v1/admin/teams', { name: value('name') }),
  })

const membersOf = (team: Team, { accounts }: Teams, shown: Shown): HTMLElement => {
  const path = `/v1/admin/teams/${team.id}/members`
  const members = accounts.filter(({ name }) => team.members.includes(name))
  const others = accounts.filter(({ name, disabled }) => !disabled && !team.members.includes(name))
  return h(
    'section',
    {},
    h('h3', {}, 'Members'),
    table<Account>({
      label: `Members of ${team.name}`,
      rows: members,
      columns: [
        { title: 'Name', cell: ({ name }) => name },
        {
          title: 'Acts',
          kind: 'acts',
          cell: ({ id, name }) =>
            shown.button('Take out', {
              key: `leave ${team.id} ${id}`,
              label: `Take ${name} out of ${team.name}`,
              run: () => ask('DELETE', `${path}/${id}`),
            }),
        },
      ],
      empty: 'Nobody is in this team.',
    }),
    others.length > 0 &&
      shown.button('Add a member', {
        key: `join ${team.id}`,
        label: `Add a member to ${team.name}`,
        run: () =>
          choose({
            title: `Add a member to ${team.name}`,
            label: 'Person',
            act: 'Add',
            options: others.map(({ id, name }) => [id, name]),
            run: (id) => ask('PUT', `${path}/${id}`),
          }),
      }),
  )
}

const grantsOf = (team: Team, { customers }: Teams, shown: Shown): HTMLElement => {
  const path = `/v1/admin/teams/${team.id}/customers`
  const others = customers.filter(({ id }) => !team.customers.includes(id))
  return h(
    'section',
    {},
    h('h3', {}, 'Restricted customers'),
    table<string>({
      label: `Restricted customers of ${team.name}`,
      rows: team.customers,
      columns: [
        { title: 'Customer', cell: (id) => customerNamed(customers, id) },
        {
          title: 'Acts',
          kind: 'acts',
          cell: (id) =>
            shown.button('Take back', {
              key: `revoke ${team.id} ${id}`,
              label: `Take ${customerNamed(customers, id)} back from ${team.name}`,
              run: () => ask('DELETE', `${path}/${id}`),
            }),
        },
      ],
      empty: 'None. Customers that are not restricted are open to every team.',
    }),
    others.length > 0 &&
      shown.button('Grant a customer', {
        key: `grant ${team.id}`,
        label: `Grant a customer to ${team.name}`,
        run: () =>
          choose({
            title: `Grant a customer to ${team.name}`,
            about:
              'From then on only teams with a grant reach this customer. Others lose it at their next sync.',
            label: 'Customer',
            act: 'Grant',
            options: others.map((customer) => [
              customer.id,
              customer.restricted && customer.name !== null
                ? `${customer.name} (restricted)`
                : nameOf(customer),
            ]),
            run: (id) => ask('PUT', `${path}/${id}`),
          }),
      }),
  )
}

/** Which benches have rows of a customer; those that should not any more by their names. */
const holdersOf = (holders: readonly Holder[]): HTMLElement => {
  const astray = holders.filter(({ allowed }) => !allowed)
  return h(
    'span',
    {},
    counted(holders.length - astray.length, 'bench', 'benches'),
    astray.length > 0 &&
      h(
        'ul',
        { class: 'off' },
        ...astray.map(({ deviceName, accountName, revoked, seenAt }) =>
          h(
            'li',
            {},
            `${deviceName} of ${accountName}, ${revoked ? 'revoked' : 'not removed yet'}, last seen `,
            when(seenAt),
          ),
        ),
      ),
  )
}

const restricted = ({ customers, teams, holders }: Teams, shown: Shown): HTMLElement => {
  const path = '/v1/admin/restricted-customers'
  const open = async (customer: Customer): Promise<void> => {
    await formDialog({
      title: `Open ${nameOf(customer)} to everybody?`,
      body: [h('p', {}, 'Everybody who is signed in reads its cases from then on. All grants for it end.')],
      act: 'Open to everybody',
      danger: true,
      run: () => ask('DELETE', `${path}/${customer.id}`),
    })
  }
  return h(
    'section',
    { class: 'card' },
    h('h2', {}, 'Restricted customers'),
    table<Customer>({
      label: 'Restricted customers',
      rows: customers.filter((customer) => customer.restricted),
      columns: [
        { title: 'Customer', cell: nameOf },
        {
          title: 'Teams that reach it',
          cell: ({ id }) =>
            teams
              .filter((team) => team.customers.includes(id))
              .map(({ name }) => name)
              .join(', ') || 'Nobody',
        },
        {
          title: 'Benches that hold it',
          cell: ({ id }) => holdersOf(holders.filter(({ customerId }) => customerId === id)),
        },
        {
          title: 'Acts',
          kind: 'acts',
          cell: (customer) =>
            shown.button('Open to everybody', {
              key: `open ${customer.id}`,
              label: `Open ${nameOf(customer)} to everybody`,
              run: () => open(customer),
            }),
        },
      ],
      empty: 'No customer is restricted: everybody who is signed in reads all of them.',
    }),
  )
}

export const teams: Page = page<Teams>({
  id: 'teams',
  title: 'Teams',
  roles: ['administrator'],
  load: async () => {
    const [{ teams: all }, { accounts }, { customers }, { holders }] = await Promise.all([
      ask<{ teams: Team[] }>('GET', '/v1/admin/teams'),
      ask<{ accounts: Account[] }>('GET', '/v1/admin/accounts'),
      ask<{ customers: Customer[] }>('GET', '/v1/admin/customers'),
      ask<{ holders: Holder[] }>('GET', '/v1/admin/holders'),
    ])
    return { teams: all, accounts, customers, holders }
  },
  draw: (data, shown) => [
    h(
      'div',
      { class: 'bar' },
      h('p', { class: 'quiet' }, 'A team has members, and reaches the restricted customers granted to it.'),
      shown.button('Add a team', { key: 'add', run: addTeam }),
    ),
    data.teams.length === 0 && h('p', { class: 'empty' }, 'There is no team yet.'),
    ...data.teams.map((team) =>
      h(
        'section',
        { class: 'card' },
        h('h2', {}, team.name),
        h('div', { class: 'columns' }, membersOf(team, data, shown), grantsOf(team, data, shown)),
      ),
    ),
    restricted(data, shown),
  ],
})
