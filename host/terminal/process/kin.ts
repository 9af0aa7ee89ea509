import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

/** One process as the system tells of it. `mark` tells it from another that gets the same number later. */
export interface ProcessFacts {
  pid: number
  parent: number
  session: number
  mark: string
}

/** Milliseconds that programs have to end after HUP, and between two looks at them. */
const graceMs = 1000
const lookMs = 50

/** /proc/<pid>/stat (proc(5)): the name in brackets may hold anything, so the fields are counted behind its last one. */
const ofProc = (pid: number, boot: string): ProcessFacts | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z') return undefined
    return { pid, parent: Number(fields[1]), session: Number(fields[3]), mark: `${boot}:${fields[19]}` }
  } catch {
    // It has ended meanwhile.
    return undefined
  }
}

const bootId = () => readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()

const ofPs = (): ProcessFacts[] =>
  execFileSync('ps', ['-axo', 'pid=,ppid=,pgid=,lstart='], { encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 })
    .split('\n')
    .flatMap((line) => {
      const [, pid, parent, group, mark] = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? []
      // ps of macOS has no number of the session; the group of a shell's own processes is the next best.
      return pid
        ? [{ pid: Number(pid), parent: Number(parent), session: Number(group), mark: mark ?? '' }]
        : []
    })

/** All processes that run now; none on Windows, where a console ends with its own. */
export const allProcesses = (platform: NodeJS.Platform = process.platform): ProcessFacts[] => {
  if (platform === 'win32') return []
  if (platform !== 'linux') return ofPs()
  const boot = bootId()
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => ofProc(Number(name), boot) ?? [])
}

/** What tells this process from a later one of the same number; null where there is none. */
export const markOf = (pid: number, platform: NodeJS.Platform = process.platform): string | null => {
  if (platform === 'linux') return ofProc(pid, bootId())?.mark ?? null
  return allProcesses(platform).find((one) => one.pid === pid)?.mark ?? null
}

/** The processes of a shell's session, and what descends from them. */
export const kinOf = (leader: number, all: readonly ProcessFacts[] = allProcesses()): ProcessFacts[] => {
  const kin = new Set(
    all.filter(({ pid, session }) => pid === leader || session === leader).map(({ pid }) => pid),
  )
  for (let size = 0; size < kin.size; ) {
    size = kin.size
    for (const { pid, parent } of all) if (kin.has(parent)) kin.add(pid)
  }
  return all.filter(({ pid }) => kin.has(pid))
}

const signal = (pid: number, name: NodeJS.Signals) => {
  try {
    process.kill(pid, name)
  } catch {
    // It has ended meanwhile, or has become another user's.
  }
}

/** Ends these processes: HUP, and KILL for those that are still there a second later. */
export const endProcesses = async (kin: readonly ProcessFacts[]): Promise<void> => {
  const standing = () => kin.filter(({ pid, mark }) => markOf(pid) === mark)
  for (const { pid } of kin) {
    signal(pid, 'SIGHUP')
    // A stopped process takes no other signal before it goes on.
    signal(pid, 'SIGCONT')
  }
  const gone = async () => {
    const until = performance.now() + graceMs
    while (standing().length > 0 && performance.now() < until) await delay(lookMs)
  }
  await gone()
  for (const { pid } of standing()) signal(pid, 'SIGKILL')
  await gone()
}

/** What a closing terminal says to jobs that its shell left behind; what was started to outlive it stays. */
export const hangUp = (leader: number): void => {
  for (const { pid, session } of allProcesses()) if (session === leader) signal(pid, 'SIGHUP')
}

/** As `endProcesses`, at once and without grace. */
export const killProcesses = (kin: readonly ProcessFacts[]): void => {
  for (const { pid } of kin) signal(pid, 'SIGKILL')
}
