import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import type { Bench, BenchOptions } from '../entry/compose.ts'
import { startControl } from './control.ts'
import { ensureDataFolder, folderError } from './data-folder.ts'
import { alreadyRunning, removeHostFile, writeHostFile } from './host-file.ts'
import { type Lock, takeLock } from './lock.ts'
import { prepareSocketPath } from './socket-path.ts'
import { hostVersion } from './version.ts'

export interface HoldOptions {
  dataDir: string
  /** Whether this host stays, as a window's does, or goes when its command is done. */
  stays: boolean
  /** Makes a fresh one-time address of the browser shell, where this host serves one. */
  link?: () => string | null
  /** What opens the bench once the folder is ours; the real one unless a test brings another. */
  open?: OpenBench
}

export type OpenBench = (options: BenchOptions) => Promise<Bench>

// Loaded when the folder is ours, since the whole host hangs on it.
const openRealBench: OpenBench = async (options) => (await import('../entry/compose.ts')).openBench(options)

/** A bench that no other process has open, and that takes local command lines until it is closed. */
export type HeldBench = Bench

/** Opens the bench in `dataDir` for this process alone. Throws `in-use` where another host has it. */
export const holdBench = async (options: HoldOptions): Promise<HeldBench> => {
  const held = await tryHoldBench(options)
  if (!held) throw alreadyRunning(resolve(options.dataDir))
  return held
}

/** As `holdBench`, but null where another host has it. */
export const tryHoldBench = async (options: HoldOptions): Promise<HeldBench | null> => {
  const dataDir = resolve(options.dataDir)
  ensureDataFolder(dataDir)
  const lock = takeLock(dataDir)
  if (!lock) return null
  try {
    return await openFor({ ...options, dataDir }, lock)
  } catch (error) {
    lock.release()
    throw folderError(dataDir, error)
  }
}

const openFor = async (
  { dataDir, stays, link, open = openRealBench }: HoldOptions,
  lock: Lock,
): Promise<HeldBench> => {
  // What a host that was killed left behind would send command lines to a dead socket.
  removeHostFile(dataDir)
  // A thread costs a single command more than it spares it.
  const bench = await open({ dataDir, stays, ...(!stays && { readers: 0 }) })
  try {
    const control = await listen({ dataDir, bench, link: link ?? (() => null) })
    const close = async () => {
      removeHostFile(dataDir)
      await control.close(stays ? 'now' : 'when-idle')
      try {
        await bench.close()
      } finally {
        lock.release()
      }
    }
    let closing: Promise<void> | undefined
    return { ...bench, close: () => (closing ??= close()) }
  } catch (error) {
    await bench.close()
    throw error
  }
}

const listen = async ({
  dataDir,
  bench,
  link,
}: {
  dataDir: string
  bench: Bench
  link: () => string | null
}) => {
  const { platform, pid, getuid } = process
  const socketPath = prepareSocketPath({ dataDir, platform, temporary: tmpdir(), uid: getuid?.() })
  const key = randomBytes(32).toString('base64url')
  const control = await startControl({ path: socketPath, key, endpoints: bench.endpoints, link })
  try {
    writeHostFile(dataDir, { pid, startedAt: Date.now(), version: hostVersion(), socketPath, key })
  } catch (error) {
    await control.close('now')
    throw error
  }
  return control
}
