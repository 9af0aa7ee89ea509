import { addAccount, listAccounts, setAccountDisabled, setEmail, setRole } from '../access/accounts.ts'
import { commandLine } from '../access/act.ts'
import { type Role, roles } from '../access/caller.ts'
import { addLink, linkAddress } from '../access/links.ts'
import { accountNamed } from '../access/named.ts'
import { addPersonalToken } from '../access/personal-tokens.ts'
import { type CommandGroup, required } from './command.ts'

// The schema of each act checks what was typed.
const roleOf = (text: string | undefined): Role | undefined => text as Role | undefined

export const user: CommandGroup = {
  name: 'user',
  summary: 'Who may sign in.',
  commands: [
    {
      usage: 'add <name>',
      summary: 'Add a user and print a token that connects a bench.',
      configure: (command) =>
        void command
          .option('--role <role>', `one of ${roles.join(', ')}`, 'engineer')
          .option('--team <team>', 'a team to join')
          .option('--email <address>', 'the address, which an identity provider knows the user by'),
      run: async (world, { name = '', role, team, email }) => {
        const added = await addAccount(world, commandLine, { name, role: roleOf(role), team, email })
        return {
          json: added,
          text: [`Added ${added.name}. This token is shown once; it connects a bench:`, `  ${added.token}`],
        }
      },
    },
    {
      usage: 'list',
      summary: 'List the users.',
      run: async ({ database }) => {
        const users = await listAccounts(database)
        return {
          json: { users },
          text: users.map(({ name, role, teams, disabled }) =>
            [name, role, teams.join(', '), disabled ? 'disabled' : ''].join('\t').trimEnd(),
          ),
        }
      },
    },
    {
      usage: 'token <user>',
      summary: 'Print another token that connects a bench, for one that was lost.',
      run: async (world, given) => {
        const { id, name } = await accountNamed(world.database, required(given, 'user'))
        const { token } = await addPersonalToken(world, commandLine, {
          accountId: id,
          name: 'Given on the command line',
        })
        return {
          json: { id, name, token },
          text: [`This token of ${name} is shown once; it connects a bench:`, `  ${token}`],
        }
      },
    },
    {
      usage: 'link <user>',
      summary: 'Print a one-time link that signs a user in.',
      configure: (command) =>
        void command.option('--url <url>', 'how the user reaches this service', 'http://127.0.0.1:4600'),
      run: async (world, given) => {
        const { id, name, token } = await addLink(world, commandLine, { user: required(given, 'user') })
        const link = linkAddress(required(given, 'url').replace(/\/$/, ''), token)
        return {
          json: { id, name, link },
          text: [`This link signs ${name} in once, within a day:`, `  ${link}`],
        }
      },
    },
    {
      usage: 'email <user> <address>',
      summary: 'Set the address that an identity provider knows a user by.',
      run: async (world, given) => {
        const email = required(given, 'address')
        const changed = await setEmail(world, commandLine, { user: required(given, 'user'), email })
        return { json: changed, text: [`${changed.name} is known by ${changed.email} now.`] }
      },
    },
    {
      usage: 'role <user> <role>',
      summary: 'Give a user another role.',
      run: async (world, given) => {
        const role = roleOf(required(given, 'role')) ?? 'engineer'
        const changed = await setRole(world, commandLine, { user: required(given, 'user'), role })
        return { json: changed, text: [`${changed.name} is ${changed.role} now.`] }
      },
    },
    ...([true, false] as const).map((disabled) => ({
      usage: `${disabled ? 'disable' : 'enable'} <user>`,
      summary: disabled ? 'Sign a user out everywhere and let them in no more.' : 'Let a user in again.',
      run: async (
        world: Parameters<typeof setAccountDisabled>[0],
        given: Record<string, string | undefined>,
      ) => {
        const changed = await setAccountDisabled(world, commandLine, {
          user: required(given, 'user'),
          disabled,
        })
        return { json: changed, text: [`${changed.name} is ${disabled ? 'disabled' : 'enabled'} now.`] }
      },
    })),
  ],
}
