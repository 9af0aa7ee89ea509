import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { allProcesses, endProcesses, kinOf, markOf, type ProcessFacts } from './kin.ts'

const recorded = z.array(z.object({ pid: z.int().min(2), mark: z.string(), startedAt: z.int() })).max(10_000)
type Recorded = z.output<typeof recorded>

const fileOf = (folder: string) => join(folder, 'running.json')

/** Keeps on disk which processes run for terminals, so that whoever comes after a kill can end what is left of them. */
export interface RunningRecord {
  add(pid: number): void
  remove(pid: number): void
}

export const recordRunning = (folder: string, now: () => number): RunningRecord => {
  const running = new Map<number, Recorded[number]>()
  const save = () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const path = fileOf(folder)
    writeFileSync(`${path}.new`, JSON.stringify([...running.values()]), { mode: 0o600 })
    renameSync(`${path}.new`, path)
  }
  return {
    add(pid) {
      const mark = markOf(pid)
      if (mark === null) return
      running.set(pid, { pid, mark, startedAt: now() })
      save()
    },
    remove(pid) {
      if (running.delete(pid)) save()
    },
  }
}

/**
 * Ends what an earlier run left behind: each recorded process that is still the same one, with its kin, and what is left
 * of the session of one that is gone.
 */
export const endLeftovers = async (folder: string): Promise<void> => {
  const before = read(folder)
  if (before.length === 0) return
  const all = allProcesses()
  const left = before.flatMap((one) => leftOf(one, all))
  await endProcesses([...new Map(left.map((one) => [one.pid, one])).values()])
  rmSync(fileOf(folder), { force: true })
}

const leftOf = ({ pid, mark }: Recorded[number], all: readonly ProcessFacts[]): ProcessFacts[] => {
  const leader = all.find((one) => one.pid === pid)
  // The number belongs to another by now, and so does its session.
  if (leader && leader.mark !== mark) return []
  return kinOf(pid, all).filter((one) => one.pid !== process.pid && isLater(one.mark, mark))
}

/** Whether a process started after, or is, the one of `mark`, on the same boot; where that cannot be told, no. */
const isLater = (one: string, mark: string): boolean => {
  if (one === mark) return true
  const [boot, ticks] = one.split(':')
  const [sameBoot, earlier] = mark.split(':')
  return boot === sameBoot && Number(ticks) >= Number(earlier)
}

const read = (folder: string): Recorded => {
  try {
    return recorded.parse(JSON.parse(readFileSync(fileOf(folder), 'utf8')))
  } catch {
    // None was written, or what is there is not ours to act on.
    return []
  }
}
