import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { patience } from '../test/support/patience.ts'
import { repositoryRoot } from './repository.ts'

const onPosix = process.platform !== 'win32'
const elsewhere = 'Windows has neither these signals nor a shell that dies of them.'

let folder: string
let started: ChildProcess | undefined
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'launch-'))
})
afterEach(() => {
  started?.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

const write = (name: string, text: string): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    // No such process.
    return false
  }
}

/** A program that says its pid, ends in good order on SIGTERM and SIGINT, and would otherwise run for a minute. */
const patient = (): string =>
  write(
    'patient.mjs',
    `for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => process.exit(7))
     setTimeout(() => {}, 60_000)
     console.log(process.pid, process.ppid)`,
  )

const launcher = (call: string): string => {
  const here = (path: string) => JSON.stringify(join(repositoryRoot, 'build', path))
  return write(
    'launcher.mjs',
    `const { accompany, becomeNode } = await import(${here('launch.ts')})
     const endWithParent = ${here('end-with-parent.ts')}
     ${call}`,
  )
}

/** Starts the launcher as npm does, under a shell that waits for it, and tells the patient program and its parent. */
const start = async (call: string): Promise<{ shell: ChildProcess; pid: number; parent: number }> => {
  const line = `"${process.execPath}" "${launcher(call)}"; exit $?`
  const shell = spawn('sh', ['-c', line], { stdio: ['ignore', 'pipe', 'inherit'] })
  started = shell
  const [said] = await once(createInterface(shell.stdout), 'line')
  const [pid = 0, parent = 0] = String(said).split(' ').map(Number)
  return { shell, pid, parent }
}

describe.each([
  [
    'a Node program in place of the launcher',
    (path: string) => `becomeNode(endWithParent, [${path}])`,
    'pid',
  ],
  ['a program beside the launcher', (path: string) => `accompany(process.execPath, [${path}])`, 'parent'],
] as const)('%s', (_, call, launched) => {
  const running = () => start(call(JSON.stringify(patient())))

  test('gets the signals, and its exit code arrives', async ({ skip }) => {
    skip(!onPosix, elsewhere)
    const { shell, ...ids } = await running()
    process.kill(ids[launched], 'SIGTERM')
    expect(await once(shell, 'exit')).toEqual([7, null])
    expect(isAlive(ids.pid)).toBe(false)
  })

  test('ends when the shell above it is killed', async ({ skip }) => {
    skip(!onPosix, elsewhere)
    const { shell, pid } = await running()
    shell.kill('SIGTERM')
    await once(shell, 'exit')
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), patience)
  })
})
