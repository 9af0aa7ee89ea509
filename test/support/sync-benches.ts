import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { addAccount } from '../../central/access/accounts.ts'
import { commandLine } from '../../central/access/act.ts'
import { openHost } from '../bench/host.ts'
import type { TestCentral } from './central.ts'
import { temporaryFolder } from './database.ts'

/** A bench on a folder of its own; closed and removed with the test. */
export const openFreshBench = async (stays = false) => {
  const folder = temporaryFolder()
  const host = await openHost(folder.path, { stays })
  onTestFinished(async () => {
    await host.close()
    folder[Symbol.dispose]()
  })
  return {
    client: host.client,
    dataDir: folder.path,
    once: () => host.client.sync.once({}),
    /** What the bench shows the service. */
    deviceToken: () => readFileSync(join(folder.path, 'sync-token'), 'utf8'),
  }
}

/** A bench connected as a new user of that name, or as the one whose token is given. */
export const openConnected = async (
  { url, world }: Pick<TestCentral, 'url' | 'world'>,
  name: string,
  { token, team, stays = false }: { token?: string; team?: string; stays?: boolean } = {},
) => {
  const bench = await openFreshBench(stays)
  const personal =
    token ??
    (await addAccount(world, commandLine, { name, role: 'engineer', ...(team ? { team } : {}) })).token
  await bench.client.sync.connect({ url, token: personal })
  return { ...bench, token: personal }
}

/** A word that nothing else says, to look for where it must not be. */
export const canary = (where: string): string => `canary${where}${randomUUID().replaceAll('-', '')}`
