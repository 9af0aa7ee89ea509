import { commandLine } from '../access/act.ts'
import { listDevices, revokeDevice } from '../access/devices.ts'
import { type CommandGroup, required } from './command.ts'

export const device: CommandGroup = {
  name: 'device',
  summary: 'Benches that connected.',
  commands: [
    {
      usage: 'list',
      summary: 'List the benches, whose they are, and when each was last seen.',
      run: async ({ database }) => {
        const devices = await listDevices(database, null)
        return {
          json: { devices },
          text: devices.map(({ id, name, accountName, seenAt, revokedAt }) =>
            [id, name, accountName, seenAt.toISOString(), revokedAt ? 'revoked' : ''].join('\t').trimEnd(),
          ),
        }
      },
    },
    {
      usage: 'revoke <id>',
      summary: 'Let a bench send and receive nothing more.',
      run: async (world, given) => {
        const deviceId = required(given, 'id')
        const { accountId } = await revokeDevice(world, commandLine, { deviceId, accountId: null })
        return { json: { deviceId, accountId }, text: ['The bench is revoked.'] }
      },
    },
  ],
}
