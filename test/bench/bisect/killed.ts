import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const victim = fileURLToPath(new URL('../../fault/bisect-victim.ts', import.meta.url))

const told = z.object({
  caseId: z.string().optional(),
  path: z.string().optional(),
  id: z.string().optional(),
  checking: z.number().optional(),
  step: z.object({ number: z.number() }).optional(),
  done: z.object({ result: z.object({ found: z.string().nullable() }) }).optional(),
})

export interface AfterKills {
  /** Steps that were told as done and whose check began again. */
  repeated: number
  /** Checks that began, over all lives. */
  checks: number
  found: string | null
}

/** Bisects 16 versions in a host that is killed in the middle of the check of each of these steps, and resumed. */
export const bisectKilled = async (dataDir: string, killAt: readonly number[]): Promise<AfterKills> => {
  const known = { caseId: '', id: '', path: '' }
  const finished = new Set<number>()
  let found: string | null = null
  for (const kill of [...killAt, null]) {
    const resumed = known.id === '' ? [] : [known.caseId, known.id]
    const child = spawn(process.execPath, [victim, dataDir, ...resumed], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ended = once(child, 'exit')
    for await (const line of createInterface(child.stdout)) {
      const { caseId, id, path, checking, step, done } = told.parse(JSON.parse(line))
      Object.assign(known, JSON.parse(JSON.stringify({ caseId, id, path })))
      if (step) finished.add(step.number)
      if (done) found = done.result.found
      if (kill === null || checking !== kill) continue
      // In the middle of its check, which says so as it begins.
      while (!begunIn(known.path).includes(kill)) await delay(20)
      child.kill('SIGKILL')
      break
    }
    await ended
  }
  const begun = begunIn(known.path)
  const repeated = [...finished].filter((number) => {
    const next = begun.findIndex((other) => other > number)
    return next >= 0 && begun.lastIndexOf(number) > next
  })
  return { repeated: repeated.length, checks: begun.length, found }
}

/** The steps whose checks began, in the order in which they did. */
const begunIn = (workspace: string): number[] => {
  const path = join(workspace, 'tries')
  if (!existsSync(path)) return []
  const lines = readFileSync(path, 'utf8').trim().split('\n')
  return lines.map((line) => Number(line.split(' ')[0]))
}
