import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startThread } from './child.ts'
import type { FromProcess } from './messages.ts'

test('terminals also run in a thread, for a program that may not start another', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'casebench-thread-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
  const ended = Promise.withResolvers<void>()
  const told = Promise.withResolvers<FromProcess>()
  const entry = new URL('../../entry/pty-process.ts', import.meta.url)
  const child = startThread(entry, dataDir, {
    onExit: ended.resolve,
    onMessage: (message) => {
      if ('tidings' in message && message.tidings.some((one) => one.ended)) told.resolve(message)
      if ('tidings' in message) child.send({ heard: true })
    },
  })
  const shell = {
    program: '/bin/sh',
    args: ['-c', 'exit 5'],
    folder: dataDir,
    env: {},
    nonce: 'n',
    blocks: 0,
  }
  const start = { ...shell, terminalId: 'one', columns: 80, rows: 24, recording: null, notice: '' }
  child.send({ id: 1, ask: 'start', in: start })
  expect(await told.promise).toMatchObject({ tidings: [{ terminalId: 'one', ended: { exitCode: 5 } }] })
  child.leave()
  await ended.promise
})
