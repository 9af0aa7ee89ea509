import { commandLine } from '../access/act.ts'
import { grantCustomer, listRestricted, revokeCustomer, setRestricted } from '../access/restriction.ts'
import { addMember, addTeam, listTeams, removeMember } from '../access/teams.ts'
import { type CentralCommand, type CommandGroup, required } from './command.ts'

const member = (usage: string, summary: string, act: typeof addMember, said: string): CentralCommand => ({
  usage,
  summary,
  run: async (world, given) => {
    const changed = await act(world, commandLine, {
      team: required(given, 'team'),
      user: required(given, 'user'),
    })
    return { json: changed, text: [`${changed.user.name} ${said} ${changed.team.name}.`] }
  },
})

const access = (usage: string, summary: string, act: typeof grantCustomer, said: string): CentralCommand => ({
  usage,
  summary,
  run: async (world, given) => {
    const changed = await act(world, commandLine, {
      team: required(given, 'team'),
      customerId: required(given, 'customerId'),
    })
    return { json: changed, text: [`${changed.team.name} ${said} customer ${changed.customerId}.`] }
  },
})

export const team: CommandGroup = {
  name: 'team',
  summary: 'Teams, their members, and the customers only they reach.',
  commands: [
    {
      usage: 'add <name>',
      summary: 'Add a team.',
      run: async (world, given) => {
        const added = await addTeam(world, commandLine, { name: required(given, 'name') })
        return { json: added, text: [`Added the team ${added.name}.`] }
      },
    },
    {
      usage: 'list',
      summary: 'List the teams, their members and the customers they reach.',
      run: async ({ database }) => {
        const teams = await listTeams(database)
        return {
          json: { teams },
          text: teams.map(({ name, members, customers }) =>
            [name, members.join(', '), customers.join(', ')].join('\t').trimEnd(),
          ),
        }
      },
    },
    member('join <team> <user>', 'Let a user join a team.', addMember, 'is now in'),
    member('leave <team> <user>', 'Take a user out of a team.', removeMember, 'is no longer in'),
    access(
      'grant <team> <customerId>',
      'Let a team reach a customer, and nobody without a grant.',
      grantCustomer,
      'now reaches',
    ),
    access(
      'revoke <team> <customerId>',
      'Take a team’s way to a customer back. The customer stays restricted.',
      revokeCustomer,
      'no longer reaches',
    ),
  ],
}

const restriction = (usage: string, summary: string, restricted: boolean): CentralCommand => ({
  usage,
  summary,
  run: async (world, given) => {
    const customerId = required(given, 'customerId')
    const changed = await setRestricted(world, commandLine, { customerId, restricted })
    const said = restricted ? 'Only teams with a grant reach' : 'Everybody reaches'
    return { json: changed, text: [`${said} customer ${customerId} now.`] }
  },
})

export const customer: CommandGroup = {
  name: 'customer',
  summary: 'Customers that only some teams reach.',
  commands: [
    restriction('restrict <customerId>', 'Let only teams with a grant reach a customer.', true),
    restriction('unrestrict <customerId>', 'Let everybody reach a customer again.', false),
    {
      usage: 'list',
      summary: 'List the restricted customers.',
      run: async ({ database }) => {
        const customers = await listRestricted(database)
        return { json: { customers }, text: customers }
      },
    },
  ],
}
