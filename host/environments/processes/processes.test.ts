import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { processService } from '../../../shared/domain/stack/service-extension.ts'
import { temporaryFolder } from '../../../test/support/database.ts'
import { openProcesses, type Processes } from './processes.ts'

let folder: ReturnType<typeof temporaryFolder>
let processes: Processes

beforeEach(({ skip }) => {
  skip(process.platform === 'win32', 'these programs are written for a POSIX shell')
  folder = temporaryFolder()
  processes = openProcesses(process.env, Date.now)
})
afterEach(async () => {
  await processes?.close()
  folder?.[Symbol.dispose]()
})

const start = (services: Record<string, object>, options: { timeoutMs?: number } = {}) =>
  processes.start({
    caseId: 'c',
    root: folder.path,
    made: folder.path,
    services: new Map(Object.entries(services).map(([name, value]) => [name, processService.parse(value)])),
    addresses: { CASEBENCH_DB_PORT: '5432' },
    signal: new AbortController().signal,
    timeoutMs: 20_000,
    ...options,
  })

const shell = (script: string, more: object = {}) => ({ command: ['sh', '-c', script], ...more })

const linesOf = async (service: string, more = {}) => {
  const lines = []
  const window = { from: null, to: null, tail: null, follow: false, signal: new AbortController().signal }
  for await (const batch of processes.logs(folder.path, service, { ...window, ...more })) lines.push(...batch)
  return lines
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen({ port: 0, host: '127.0.0.1' })
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

test('a process is ready by its log, is told addresses, and its lines are kept in order', async () => {
  const script =
    'echo one; echo "db at $CASEBENCH_DB_PORT, $LEVEL" ; echo bad >&2; echo started; exec sleep 1000'
  await start({
    app: shell(script, { environment: { LEVEL: 'debug' }, ready: { type: 'log', pattern: '^started$' } }),
  })
  expect(processes.status('c')).toMatchObject([
    { service: 'app', kind: 'process', state: 'running', health: 'healthy', ready: true },
  ])
  const lines = await linesOf('app')
  expect(lines.filter(({ stream }) => stream === 'out').map(({ text }) => text)).toEqual([
    'one',
    'db at 5432, debug',
    'started',
  ])
  expect(lines.filter(({ stream }) => stream === 'err').map(({ text }) => text)).toEqual(['bad'])
  expect((await linesOf('app', { tail: 1 })).length).toBe(1)
})

test('a process is ready by its port, and one whose port is taken is not started', async () => {
  const port = await freePort()
  const program = `require('net').createServer().listen(${port}, '127.0.0.1')`
  const app = { command: [process.execPath, '-e', program], ready: { type: 'port', port } }
  await start({ app })
  expect(processes.status('c')[0]?.ports).toMatchObject([{ port }])
  await expect(start({ app, other: app })).rejects.toMatchObject({ code: 'port-taken' })
})

test('what fails is started again, and says so when it fails for good', async () => {
  await expect(
    start(
      { app: shell('echo boom; exit 3', { ready: { type: 'log', pattern: 'never', timeoutSeconds: 2 } }) },
      { timeoutMs: 4000 },
    ),
  ).rejects.toMatchObject({
    code: 'unhealthy',
    message: expect.stringContaining('app: It ended with exit code 3'),
  })
  const texts = (await linesOf('app')).map(({ text }) => text)
  expect(texts).toContain('boom')
  expect(texts).toContain('casebench: ended with exit code 3; started again in 1 s')
})

test('a program that is not there is a failure with its name', async () => {
  await expect(start({ app: { command: ['/no/such/program'] } }, { timeoutMs: 3000 })).rejects.toMatchObject({
    code: 'unhealthy',
  })
  expect((await linesOf('app')).map(({ text }) => text).join()).toContain('/no/such/program')
})

test('a folder outside of the workspace is refused', async () => {
  const { symlinkSync } = await import('node:fs')
  symlinkSync('/', `${folder.path}/out`)
  await expect(start({ app: shell('true', { cwd: 'out/etc' }) })).rejects.toMatchObject({ code: 'refused' })
})

test('stop ends the whole group, after its time by force', async () => {
  const script = 'trap "" TERM; sleep 1000 & echo "child $!"; echo started; wait; sleep 1000'
  await start({ app: shell(script, { stopSeconds: 1, ready: { type: 'log', pattern: 'started' } }) })
  const child = Number(/child (\d+)/.exec((await linesOf('app')).map(({ text }) => text).join('\n'))?.[1])
  expect(alive(child)).toBe(true)
  await processes.stop('c')
  await vi.waitFor(() => expect(alive(child)).toBe(false), 10_000)
})

test('a log is followed while it grows', async () => {
  await start({
    app: shell('i=0; while [ $i -lt 50 ]; do echo line $i; i=$((i+1)); sleep 0.01; done; exec sleep 1000'),
  })
  const stop = new AbortController()
  const window = { from: null, to: null, tail: null, follow: true, signal: stop.signal }
  const texts: string[] = []
  for await (const batch of processes.logs(folder.path, 'app', window)) {
    texts.push(...batch.map(({ text }) => text))
    if (texts.length >= 50) stop.abort()
  }
  expect(texts).toEqual(Array.from({ length: 50 }, (_, n) => `line ${n}`))
})

test('what a process wrote stays when it was stopped, also for the next host, until it is cleared', async () => {
  await start({ app: shell('echo started; exec sleep 1000', { ready: { type: 'log', pattern: 'started' } }) })
  await processes.stop('c')
  const texts = async () => (await linesOf('app')).map(({ text }) => text)
  expect(await texts()).toEqual(['started'])
  await processes.close()
  processes = openProcesses(process.env, Date.now)
  expect(processes.logged(folder.path)).toEqual(['app'])
  expect(await texts()).toEqual(['started'])
  const following = linesOf('app', { follow: true })
  await processes.clearLogs(folder.path)
  // Its reader is told that nothing comes any more.
  await following
  expect(processes.logged(folder.path)).toEqual([])
})

test('processes end with a host that is killed', async () => {
  const program = `
    import { spawnGuarded } from ${JSON.stringify(new URL('../../engine/guard.ts', import.meta.url).href)}
    const { child } = spawnGuarded({ file: 'sh', args: ['-c', 'sleep 1000 & echo $!; wait'], folder: '/', env: { PATH: process.env.PATH }, graceSeconds: 0 })
    child.stdout.pipe(process.stdout)
    setInterval(() => undefined, 1000)`
  const host = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(createInterface({ input: host.stdout }), 'line')) as [string]
  const inside = Number(line)
  expect(alive(inside)).toBe(true)
  host.kill('SIGKILL')
  await vi.waitFor(() => expect(alive(inside)).toBe(false), 10_000)
})
