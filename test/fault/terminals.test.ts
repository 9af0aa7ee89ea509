import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test, vi } from 'vitest'
import { markOf } from '../../host/terminal/process/kin.ts'
import { parseCast } from '../../shared/lib/asciicast/parse.ts'
import { type OpenHost, openHost } from '../bench/host.ts'
import { temporaryFolder } from '../support/database.ts'
import { patience } from '../support/patience.ts'
import { size, watchTerminal } from '../support/terminals.ts'

const script = fileURLToPath(new URL('terminals-victim.ts', import.meta.url))

const folderOfTest = () => {
  const folder = temporaryFolder()
  onTestFinished(() => folder[Symbol.dispose]())
  // Shells read nobody's own start-up files here.
  vi.stubEnv('HOME', folder.path)
  onTestFinished(() => void vi.unstubAllEnvs())
  return folder.path
}

/** A host in a process of its own, whose window has shown so many lines. */
const startVictim = async (dataDir: string, lines: number) => {
  const child = spawn(process.execPath, [script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const said = createInterface(child.stdout)
  const [first] = (await once(said, 'line')) as [string]
  const { id, sleeper } = JSON.parse(first) as { id: string; sleeper: number }
  let shown = 0
  for await (const line of said) {
    shown = Number(line)
    if (shown >= lines) break
  }
  return { child, id, sleeper, shown, running: runningOf(dataDir) }
}

/** The pty process first, then the shells. */
const runningOf = (dataDir: string): number[] =>
  (JSON.parse(readFileSync(join(dataDir, 'terminals', 'running.json'), 'utf8')) as { pid: number }[]).map(
    ({ pid }) => pid,
  )

const gone = (pid: number) => vi.waitFor(() => expect(markOf(pid)).toBeNull(), patience)

const open = async (dataDir: string): Promise<OpenHost> => {
  const host = await openHost(dataDir)
  onTestFinished(() => host.close())
  return host
}

const firstTerminal = async ({ client }: OpenHost) => {
  for await (const { terminals } of client.terminals.watch({})) return terminals[0]
  return undefined
}

test('a killed host leaves no process behind, and what was shown is recorded, kept and opened again', async () => {
  const dataDir = folderOfTest()
  const victim = await startVictim(dataDir, 300)
  victim.child.kill('SIGKILL')
  for (const pid of [...victim.running, victim.sleeper]) await gone(pid)

  const parts = parseCast(readFileSync(join(dataDir, 'recordings', `${victim.id}.cast`)))
  const damaged = parts.filter((part) => part.type === 'damaged')
  expect(damaged.filter(({ torn }) => !torn)).toEqual([])
  const output = parts.flatMap((part) =>
    part.type === 'event' && part.event.code === 'o' ? [part.event.data] : [],
  )
  expect(output.join('')).toContain(`line-${victim.shown}\r\n`)

  const host = await open(dataDir)
  expect(await firstTerminal(host)).toMatchObject({ id: victim.id, ended: { lost: true, exitCode: null } })
  const window = watchTerminal(host.client, victim.id)
  await window.over
  expect(window.text()).toContain(`line-${victim.shown}\r\n`)
  await host.client.terminals.reopen({ id: victim.id, ...size })
  const again = watchTerminal(host.client, victim.id)
  await host.client.terminals.write({ id: victim.id, data: 'echo alive-$((1 + 1)); exit\r' })
  await again.over
  expect(again.text()).toContain(`line-${victim.shown}\r\n`)
  expect(again.text()).toContain('alive-2')
})

test('what outlived a host and a pty process that were killed together ends when the bench opens', async () => {
  const dataDir = folderOfTest()
  const victim = await startVictim(dataDir, 100)
  const [ptys = 0] = victim.running
  const ended = once(victim.child, 'exit')
  process.kill(ptys, 'SIGKILL')
  victim.child.kill('SIGKILL')
  await gone(ptys)
  await ended
  expect(markOf(victim.sleeper)).not.toBeNull()
  const host = await open(dataDir)
  for (const pid of [...victim.running, victim.sleeper]) await gone(pid)
  expect(await firstTerminal(host)).toMatchObject({ ended: { lost: true } })
})

test('a killed pty process costs its terminals and no more', async () => {
  const dataDir = folderOfTest()
  const host = await open(dataDir)
  const { id } = await host.client.terminals.open({ ...size, profile: 'bash', folder: dataDir })
  const window = watchTerminal(host.client, id)
  await host.client.terminals.write({ id, data: "(trap '' HUP; exec sleep 986) & echo pid=$!.\r" })
  await window.until(() => /pid=\d+\./.test(window.text()))
  const sleeper = Number(/pid=(\d+)\./.exec(window.text())?.[1])
  const [ptys = 0, shell = 0] = runningOf(dataDir)
  process.kill(ptys, 'SIGKILL')
  await expect(window.over).rejects.toMatchObject({ code: 'ended' })
  for (const pid of [ptys, shell, sleeper]) await gone(pid)
  await vi.waitFor(
    async () => expect((await firstTerminal(host))?.ended).toMatchObject({ lost: true }),
    patience,
  )
  await host.client.terminals.reopen({ id, ...size })
  const again = watchTerminal(host.client, id)
  await host.client.terminals.write({ id, data: 'exit 4\r' })
  await again.over
  expect(again.text()).toContain(`pid=${sleeper}.`)
  expect((await firstTerminal(host))?.ended).toMatchObject({ exitCode: 4, lost: false })
})
