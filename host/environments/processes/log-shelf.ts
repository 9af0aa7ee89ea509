import { existsSync, readdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openLog, type ProcessLog } from './log-file.ts'

/** The logs of local processes. They outlive the processes, and the host that ran them. */
export interface LogShelf {
  /** The log of a service of the environment whose made files lie in `made`; opened once. */
  of(made: string, service: string): ProcessLog
  /** The services that a log is kept of. */
  services(made: string): string[]
  /** Removes all logs of an environment; nothing writes to them any more. */
  clear(made: string): Promise<void>
  close(): void
}

const ending = '.log'

export const openLogShelf = (now: () => number): LogShelf => {
  const open = new Map<string, Map<string, ProcessLog>>()
  const folderOf = (made: string) => join(made, 'logs')
  return {
    of(made, service) {
      const logs = open.get(made) ?? new Map<string, ProcessLog>()
      open.set(made, logs)
      const log =
        logs.get(service) ??
        openLog(join(folderOf(made), `${encodeURIComponent(service)}${ending}`), service, now)
      logs.set(service, log)
      return log
    },
    services(made) {
      const folder = folderOf(made)
      const names = existsSync(folder) ? readdirSync(folder) : []
      return names
        .filter((name) => name.endsWith(ending))
        .map((name) => decodeURIComponent(name.slice(0, -ending.length)))
        .toSorted()
    },
    async clear(made) {
      for (const log of open.get(made)?.values() ?? []) log.close()
      open.delete(made)
      await rm(folderOf(made), { recursive: true, force: true })
    },
    close() {
      for (const logs of open.values()) for (const log of logs.values()) log.close()
      open.clear()
    },
  }
}
