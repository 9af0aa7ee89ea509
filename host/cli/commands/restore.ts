import { existsSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { z } from 'zod'
import { command } from '../command.ts'
import { neutral } from '../text/neutral.ts'
import { counted } from '../text/size.ts'

/** Keeps hosts out of a data folder while it is replaced. Throws `in-use` where one runs on it. */
const keepHostsOut = async (dataDir: string): Promise<() => void> => {
  const nobody = () => undefined
  // Looking for the lock would make it, and an empty folder would be empty no more.
  if (!existsSync(join(dataDir, 'lock.db'))) return nobody
  const [{ takeLock }, { alreadyRunning }] = await Promise.all([
    import('../../instance/lock.ts'),
    import('../../instance/host-file.ts'),
  ])
  const lock = takeLock(dataDir)
  if (!lock) throw alreadyRunning(dataDir)
  if (process.platform !== 'win32') return lock.release
  // Windows does not move a folder in which a file is open.
  lock.release()
  return nobody
}

export const restore = command({
  usage: 'restore <file>',
  summary: 'Bring a backup back.',
  detail: 'The data folder must be empty or absent; with --force the old one is moved aside.',
  examples: [
    'casebench --data ~/restored restore bench.casebench',
    'casebench restore bench.casebench --force',
  ],
  configure: (cli) => void cli.option('--force', 'move what is in the data folder aside first'),
  input: z.object({ file: z.string().min(1, 'must not be empty'), force: z.boolean().default(false) }),
  run: async (act, { file, force }) => {
    // Works on files, without a bench to open: it may be the damaged one that this replaces.
    const { restoreBench } = await import('../../bench/restore.ts')
    const letHostsIn = await keepHostsOut(act.dataDir)
    try {
      const restored = await restoreBench({ file: act.path(file), dataDir: act.dataDir, force })
      const { dataDir, cases, movedAside } = restored
      await act.out.result(restored, () => {
        const done = `Restored ${counted(cases, 'case')} into ${neutral(dataDir)}.`
        return movedAside ? `${done} What was there is in ${neutral(movedAside)}.` : done
      })
    } finally {
      letHostsIn()
    }
    return undefined
  },
})
