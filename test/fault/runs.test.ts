import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test, vi } from 'vitest'
import { markOf } from '../../host/terminal/process/kin.ts'
import { parseCast } from '../../shared/lib/asciicast/parse.ts'
import { openHost } from '../bench/host.ts'
import { temporaryFolder } from '../support/database.ts'
import { patience } from '../support/patience.ts'

const script = fileURLToPath(new URL('runs-victim.ts', import.meta.url))

test('a check in a killed host is interrupted: what it had told is kept, and nothing of it runs on', async () => {
  using folder = temporaryFolder()
  const child = spawn(process.execPath, [script, folder.path], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const told: { caseId: string; path: string; type: string; id?: string; repeat?: { exitCode: number } }[] =
    []
  for await (const line of createInterface(child.stdout)) {
    told.push(JSON.parse(line))
    if (told.filter(({ type }) => type === 'repeat').length === 2) break
  }
  const { caseId = '', path = '' } = told[0] ?? {}
  await vi.waitFor(() => expect(existsSync(join(path, 'sleeper'))).toBe(true), patience)
  const sleeper = Number(readFileSync(join(path, 'sleeper'), 'utf8'))
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
  expect(markOf(sleeper)).not.toBeNull()

  const host = await openHost(folder.path)
  onTestFinished(() => host.close())
  expect(markOf(sleeper)).toBeNull()
  const id = told.find(({ type }) => type === 'began')?.id ?? ''
  const run = await host.client.runs.get({ id })
  expect(run).toMatchObject({ state: 'interrupted', verdict: 'reproduced', caseId })
  expect(run.repeats.map(({ exitCode }) => exitCode)).toEqual([1, 2])
  for await (const { runs } of host.client.runs.watch({ caseId })) {
    expect(runs).toEqual([run])
    break
  }
  const [recording] = run.files
  expect(recording?.role).toBe('recording')
  const chunks: Uint8Array[] = []
  for await (const chunk of host.client.attachments.read({ sha256: recording?.sha256 ?? '' }))
    chunks.push(chunk)
  const output = parseCast(Buffer.concat(chunks)).flatMap((part) =>
    part.type === 'event' && part.event.code === 'o' ? [part.event.data] : [],
  )
  expect(output.join('')).toContain('execution 2')
  expect(output.join('')).toContain('execution 3')
  await host.client.runs.attach({ id })
})
