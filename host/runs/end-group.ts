import { setTimeout as delay } from 'node:timers/promises'
import { endProcesses, killProcesses, kinOf, markOf } from '../terminal/process/kin.ts'

/** Milliseconds between two looks at processes that were asked to end. */
const lookMs = 50

/** Ends a program and all that it started: TERM, and KILL for what is still there after `graceMs`. */
export const endGroup = async (leader: number, graceMs: number): Promise<void> => {
  const kin = kinOf(leader)
  const standing = () => kin.filter(({ pid, mark }) => markOf(pid) === mark)
  for (const { pid } of kin)
    for (const name of ['SIGTERM', 'SIGCONT'] as const)
      try {
        process.kill(pid, name)
      } catch {
        // It has ended meanwhile, or has become another user's.
      }
  const until = performance.now() + graceMs
  while (standing().length > 0 && performance.now() < until) await delay(lookMs)
  // What was started meanwhile is kin too.
  killProcesses([...standing(), ...kinOf(leader)])
}

/** Ends what a program left running behind it. */
export const endLeftBehind = async (leader: number): Promise<void> => {
  const left = kinOf(leader).filter(({ pid }) => pid !== leader)
  if (left.length > 0) await endProcesses(left)
}
