import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { casebench } from './casebench.ts'
import { type CentralProcess, type CentralStart, startCentral } from './central-process.ts'

/** Another person's bench, which has no window: its acts are those of the command line. */
export interface OtherBench {
  run(...argv: string[]): Promise<unknown>
  /** Sends and fetches until nothing is left to do. */
  sync(): Promise<unknown>
  /** The reference that a case of this title has there. */
  refOf(title: string): Promise<string>
}

export interface Team {
  readonly central: CentralProcess
  /** Connects a bench that a window shows, as `casebench connect` does. */
  connect(dataDir: string, name: string): Promise<void>
  /** A new bench of somebody else, connected. */
  other(name: string): Promise<OtherBench>
  /** Ends the service and removes all but what a window shows. */
  close(): Promise<void>
}

const connect = async (central: CentralProcess, dataDir: string, name: string) => {
  await casebench(dataDir, 'connect', central.url, '--token', await central.addUser(name))
}

const otherBench = (dataDir: string): OtherBench => {
  const run = (...argv: string[]) => casebench(dataDir, ...argv)
  return {
    run,
    sync: () => run('sync', '--once'),
    async refOf(title) {
      const { cases } = (await run('cases', `"${title}"`)) as { cases: { ref: string }[] }
      const [found] = cases
      if (!found) throw new Error(`The other bench has no case "${title}"`)
      return found.ref
    },
  }
}

/** A central service of its own, and benches that share through it. */
export const openTeam = async (more: CentralStart = {}): Promise<Team> => {
  const folder = await mkdtemp(join(tmpdir(), 'casebench-team-'))
  const central = await startCentral(more)
  return {
    central,
    connect: (dataDir, name) => connect(central, dataDir, name),
    async other(name) {
      const dataDir = join(folder, name.replace(/\W+/g, '-'))
      await connect(central, dataDir, name)
      return otherBench(dataDir)
    },
    async close() {
      await central.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
