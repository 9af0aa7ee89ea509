import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bytesOf } from '../../shared/lib/asciicast/bytes.ts'
import { parseCast } from '../../shared/lib/asciicast/parse.ts'
import { newCase, openDesk, startCli } from './cli-process.ts'

const openCase = async () => {
  const desk = await openDesk()
  const { ref } = await newCase(desk, 'A case to reproduce')
  return { desk, ref }
}

test('a run passes its output and exit code through and is on the case with its recording', async () => {
  const { desk, ref } = await openCase()
  const ended = await desk.run(['run', ref, '--', 'sh', '-c', 'pwd; printf "odd \\377 byte\\n"; exit 7'])
  expect(ended.code).toBe(7)
  expect(ended.stdout).toMatch(/workspaces[^\r]*\r\nodd . byte\r\n$/)
  expect(ended.stderr).toContain(`added to ${ref}`)
  const { events, attachments } = (await desk.json(['show', ref])) as {
    events: { kind: string; detail: unknown }[]
    attachments: { name: string; sha256: string }[]
  }
  expect(events.at(-1)).toMatchObject({
    kind: 'run',
    detail: { type: 'block', exitCode: 7, command: expect.stringContaining("sh -c 'pwd"), terminalId: null },
  })
  const copy = join(desk.folder, 'copy.cast')
  await desk.json(['save-attachment', ref, attachments[0]?.name ?? '', '-o', copy])
  const parts = parseCast(readFileSync(copy))
  expect(parts.filter(({ type }) => type === 'damaged')).toEqual([])
  const data = parts.flatMap((part) =>
    part.type === 'event' && part.event.code === 'o' ? [part.event.data] : [],
  )
  expect(Buffer.from(bytesOf(data.join(''))).includes(Buffer.from('odd \xff byte', 'latin1'))).toBe(true)
  expect(parts.at(-1)).toMatchObject({ event: { code: 'x', data: '7' } })
  expect(readdirSync(join(desk.data, 'recordings'))).toEqual([])
})

test('with --json it prints the agreed value and nothing else', async () => {
  const { desk, ref } = await openCase()
  const ended = await desk.run(['run', ref, '--record', '--json', '--', 'sh', '-c', 'echo loud; kill -9 $$'])
  expect(ended.code).toBe(137)
  expect(ended.stderr).toContain('loud')
  expect(JSON.parse(ended.stdout)).toEqual({
    exitCode: 137,
    durationMs: expect.any(Number),
    recording: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/), bytes: expect.any(Number), events: 2 },
  })
})

test('it passes input on without an echo, and refuses a program that is not there', async () => {
  const { desk, ref } = await openCase()
  const piped = await desk.run(['run', ref, '--', 'cat'], { input: 'one\ntwo\n' })
  expect(piped).toMatchObject({ code: 0, stdout: 'one\r\ntwo\r\n' })
  const missing = await desk.run(['run', ref, '--', 'no-such-program'])
  expect(missing.code).toBe(127)
  expect(missing.stderr).toContain('no program no-such-program')
})

test('an interrupt reaches the program, whose exit code counts', async () => {
  const { desk, ref } = await openCase()
  const script = 'trap "echo interrupted; exit 9" INT; echo ready; while :; do sleep 0.1; done'
  const { child, ended } = startCli(['--data', desk.data, 'run', ref, '--', 'sh', '-c', script], {
    input: '',
  })
  await new Promise((resolve) => child.stdout.once('data', resolve))
  child.kill('SIGINT')
  expect(await ended).toMatchObject({ code: 9, stdout: expect.stringContaining('interrupted') })
})
