import { EventEmitter } from 'node:events'
import { PassThrough, Readable, Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { BenchError, cancelled } from '../../shared/contract/error.ts'
import { type AnyCommand, command } from './command.ts'
import { runCli, type World } from './run.ts'
import { UsageError } from './usage-error.ts'

type Act = Parameters<ReturnType<AnyCommand['prepare']>>[0]

const probe = (run: (act: Act) => Promise<number | undefined>) =>
  command({ usage: 'probe', summary: 'Probe.', examples: [], input: z.object({}), run })

const run = async (act: (act: Act) => Promise<number | undefined>, changes: Partial<World> = {}) => {
  const stdout = new PassThrough()
  const stderr = new PassThrough()
  const closed: string[] = []
  const code = await runCli({
    argv: ['probe'],
    env: {},
    cwd: '/somewhere',
    stdin: Readable.from([]),
    stdout,
    stderr,
    version: '1.0.0',
    commands: [probe(act)],
    signals: new EventEmitter(),
    now: () => 0,
    quit: () => undefined,
    defaultDataDir: () => '/default',
    open: async (dataDir) => {
      closed.push(dataDir)
      throw new BenchError('damaged', 'The database is damaged. Restore a backup.')
    },
    ...changes,
  })
  stdout.end()
  stderr.end()
  return { code, stdout: await text(stdout), stderr: await text(stderr), opened: closed }
}

test('a result is text for a person and one JSON value for a program', async () => {
  const act = async ({ out }: Act) => {
    await out.result({ ref: 'CB-1' }, () => 'Created CB-1.')
    return undefined
  }
  expect(await run(act)).toMatchObject({ code: 0, stdout: 'Created CB-1.\n', stderr: '' })
  expect(await run(act, { argv: ['probe', '--json'] })).toMatchObject({ code: 0, stdout: '{"ref":"CB-1"}\n' })
})

test.each([
  [new BenchError('not-found', 'There is no case CB-9.'), 1, 'There is no case CB-9.\n'],
  [new BenchError('bad-input', 'This cannot be used.'), 2, 'This cannot be used.\n'],
  [new BenchError('invalid-query', 'A quote is missing.'), 2, 'A quote is missing.\n'],
  [new UsageError('There is no such field.'), 2, 'There is no such field.\n'],
  [new Error('boom\n  at stack'), 1, 'Something unexpected failed: boom   at stack\n'],
  [new BenchError('not-found', 'No \x1b[2J here.'), 1, 'No ␛[2J here.\n'],
])('%s ends in one sentence on standard error', async (error, code, stderr) => {
  const failing = () => Promise.reject(error)
  expect(await run(failing, { argv: ['probe', '--json'] })).toMatchObject({ code, stdout: '', stderr })
})

test('the data folder is the one named, or else the default', async () => {
  const act = async ({ client }: Act) => {
    await client()
    return undefined
  }
  expect(await run(act)).toMatchObject({
    code: 1,
    opened: ['/default'],
    stderr: expect.stringContaining('damaged'),
  })
  expect((await run(act, { argv: ['--data', 'there', 'probe'] })).opened).toEqual(['/somewhere/there'])
})

test('a reader that went away is no failure and makes no noise', async () => {
  const stdout = new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })),
  })
  const act = async ({ out }: Act) => {
    await out.write('a line\n')
    throw new Error('not reached')
  }
  expect(await run(act, { stdout })).toMatchObject({ code: 0, stderr: '' })
})

test('an interrupt reaches the act and decides the exit code', async () => {
  const signals = new EventEmitter()
  const act = async ({ signal }: Act) => {
    signals.emit('SIGINT', 'SIGINT')
    expect(signal.aborted).toBe(true)
    throw cancelled()
  }
  expect(await run(act, { signals })).toMatchObject({ code: 130, stderr: 'The act was cancelled.\n' })
  expect(signals.listenerCount('SIGINT')).toBe(0)
})

test('an interrupt that comes twice at once is one wish, a later one ends everything', async () => {
  const signals = new EventEmitter()
  const quits: number[] = []
  let clock = 0
  const act = async () => {
    signals.emit('SIGTERM', 'SIGTERM')
    signals.emit('SIGTERM', 'SIGTERM')
    expect(quits).toEqual([])
    clock = 5000
    signals.emit('SIGINT', 'SIGINT')
    return undefined
  }
  await run(act, { signals, now: () => clock, quit: (code) => void quits.push(code) })
  expect(quits).toEqual([143])
})

test('progress shows on a terminal only, and is wiped before the result', async () => {
  const terminal = Object.assign(new PassThrough(), { isTTY: true, columns: 20 })
  const act = async ({ out }: Act) => {
    out.progress.show('a very long name of a file: 10 %')
    await out.result({}, () => 'Done.')
    return undefined
  }
  await run(act, { stderr: terminal })
  terminal.end()
  expect((await run(act)).stderr).toBe('')
  expect(await text(terminal)).toBe('\r\x1b[Ka very long name o…\r\x1b[K')
})
