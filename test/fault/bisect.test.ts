import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import type { Bisection, BisectionStep } from '../../shared/domain/stack/bisection.ts'
import { temporaryFolder } from '../support/database.ts'

const script = fileURLToPath(new URL('bisect-victim.ts', import.meta.url))

interface Told {
  caseId?: string
  path?: string
  id?: string
  checking?: number
  step?: BisectionStep
  done?: Bisection
}

/** A host in a process of its own that bisects; killed once `until` says so of what it told. */
const victim = async (argv: string[], until: (told: Told) => boolean | Promise<boolean>) => {
  const child = spawn(process.execPath, [script, ...argv], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const ended = once(child, 'exit')
  const told: Told[] = []
  for await (const line of createInterface(child.stdout)) {
    const one = JSON.parse(line) as Told
    told.push(one)
    if (!(await until(one))) continue
    child.kill('SIGKILL')
    break
  }
  await ended
  return told
}

test('a bisection that is killed again and again ends with its answer and does no finished step twice', async () => {
  using folder = temporaryFolder()
  const told: Told[] = []
  // Killed at a different moment of each step: right as it begins, in the middle of its check, and as soon as it is told.
  const moments = [0, 150, 290, 330, 0]
  for (const [round, wait] of moments.entries()) {
    const { caseId = '', id = '' } = Object.assign({}, ...told) as Told
    told.push(
      ...(await victim([folder.path, ...(id === '' ? [] : [caseId, id])], async ({ checking, step }) => {
        if (round % 2 === 0 ? checking === undefined : step === undefined && checking !== round + 1)
          return false
        await delay(wait)
        return true
      })),
    )
  }
  const { caseId = '', id = '', path = '' } = Object.assign({}, ...told) as Told
  const last = await victim([folder.path, caseId, id], () => false)
  const done = last.find((one) => one.done)?.done
  expect(done).toMatchObject({ state: 'finished', result: { found: '1.9', before: '1.8' } })
  expect(done?.steps.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6])

  // Every step that was ever told as done is one of the steps at the end, with the same run.
  const acknowledged = [...told, ...last].flatMap(({ step }) => step ?? [])
  for (const step of acknowledged) expect(done?.steps).toContainEqual(step)
  const byNumber = new Map(acknowledged.map(({ number }) => [number, 0]))
  for (const { number } of acknowledged) byNumber.set(number, (byNumber.get(number) ?? 0) + 1)
  expect(Math.max(...byNumber.values())).toBe(1)

  // No check of a step began after that step was done.
  const tries = readFileSync(join(path, 'tries'), 'utf8').trim().split('\n')
  const numbers = tries.map((line) => Number(line.split(' ')[0]))
  expect(numbers).toEqual(numbers.toSorted((one, other) => one - other))
  expect(tries.length).toBeLessThanOrEqual(6 + moments.length)
})
