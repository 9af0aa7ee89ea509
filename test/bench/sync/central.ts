import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { v7 } from 'uuid'
import { repositoryRoot } from '../../../build/repository.ts'
import { addAccount } from '../../../central/access/accounts.ts'
import { type AccessWorld, commandLine } from '../../../central/access/act.ts'
import { registerDevice } from '../../../central/access/devices.ts'
import { composeAccess } from '../../../central/entry/compose.ts'
import { openStorage } from '../../../central/entry/storage.ts'

/** A central service in a process of its own, as a team starts it, and a way to its database beside it. */
export interface BenchCentral {
  url: string
  world: AccessWorld
  /** A user's first token. */
  addUser(name: string, team?: string): Promise<string>
  /** A bench without a bench: what speaks for it. */
  addDevice(
    name: string,
    team?: string,
  ): Promise<{ token: string; personId: string; deviceId: string; accountId: string }>
  close(): Promise<void>
}

export const openBenchCentral = async (): Promise<BenchCentral> => {
  const folder = mkdtempSync(join(process.env.CASEBENCH_SCRATCH ?? tmpdir(), 'casebench-central-'))
  // The embedded database runs as a user of its own.
  chmodSync(folder, 0o755)
  const dataDir = join(folder, 'central')
  const entry = join(repositoryRoot, 'central/entry/main.ts')
  const child = spawn(
    process.execPath,
    [entry, '--data', dataDir, '--port', '0', '--json', '--log-level', 'error'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const ended = once(child, 'exit')
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  const { url } = JSON.parse(line) as { url: string }
  const storage = await openStorage({ dataDir, say: () => undefined })
  const world = composeAccess(storage.database)
  const addUser = async (name: string, team?: string) =>
    (await addAccount(world, commandLine, { name, role: 'engineer', ...(team ? { team } : {}) })).token
  return {
    url,
    world,
    addUser,
    async addDevice(name, team) {
      const account = await addAccount(world, commandLine, {
        name,
        role: 'engineer',
        ...(team ? { team } : {}),
      })
      const device = await registerDevice(world, commandLine, { accountId: account.id, name, personId: v7() })
      return {
        token: device.token,
        personId: device.personId,
        deviceId: device.deviceId,
        accountId: account.id,
      }
    },
    async close() {
      await storage.close()
      child.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
