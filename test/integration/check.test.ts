import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { allProcesses } from '../../host/terminal/process/kin.ts'
import { parseCast } from '../../shared/lib/asciicast/parse.ts'
import { parseDocument } from '../support/xml.ts'
import { type Desk, newCase, openDesk } from './cli-process.ts'

const repro = async (desk: Desk, ref: string, lines: string[], mode = 0o644) => {
  const { path } = (await desk.json(['workspace', 'path', ref])) as { path: string }
  const script = join(path, 'repro.sh')
  writeFileSync(script, `${lines.join('\n')}\n`)
  chmodSync(script, mode)
  return path
}

interface Shown {
  events: {
    id: string
    kind: string
    attachments: { name: string; sha256: string }[]
    detail: Record<string, unknown>
  }[]
}

test('a check says its verdict, and goes onto its case with recording, lock and JUnit XML in one act', async () => {
  const desk = await openDesk()
  const { ref } = await newCase(desk, 'Pool exhausted')
  const workspace = await repro(desk, ref, [
    '#!/bin/sh',
    'echo "try $CASEBENCH_REPEAT of $CASEBENCH_REF in $CASEBENCH_WORKSPACE"',
    'test "$PWD" = "$CASEBENCH_WORKSPACE" || exit 125',
    'test "$CASEBENCH_REPEAT" != 2 || exit 3',
  ])
  const junit = join(desk.folder, 'result.xml')
  const done = await desk.json(['check', ref, '--repeat', '3', '--attach', '--junit', junit])
  expect(done).toEqual({
    verdict: 'reproduced',
    exitCodes: [0, 3, 0],
    durationMs: expect.any(Number),
    run: expect.any(String),
  })
  const { elements } = parseDocument(readFileSync(junit, 'utf8'))
  expect(elements.find(({ name }) => name === 'testsuite')?.attributes).toMatchObject({
    ...{ name: ref, tests: '3', failures: '1', skipped: '0' },
  })

  const { events } = (await desk.json(['show', ref])) as Shown
  expect(events).toHaveLength(1)
  expect(events[0]).toMatchObject({
    kind: 'run',
    detail: { type: 'run', verdict: 'reproduced', exitCodes: [0, 3, 0], command: './repro.sh' },
    attachments: [
      { name: expect.stringMatching(/\.cast$/) },
      { name: expect.stringMatching(/\.lock\.json$/) },
      { name: expect.stringMatching(/\.junit\.xml$/) },
    ],
  })
  const cast = join(desk.folder, 'check.cast')
  await desk.run(['save-attachment', ref, events[0]?.attachments[0]?.sha256 ?? '', '-o', cast])
  const parts = parseCast(readFileSync(cast))
  const of = (code: string) =>
    parts.flatMap((part) => (part.type === 'event' && part.event.code === code ? [part.event.data] : []))
  expect(of('o').join('')).toContain(`try 2 of ${ref} in ${workspace}`)
  expect(of('m')).toEqual([
    ...['./repro.sh (1 of 3)', 'Exit code 0: not-reproduced', './repro.sh (2 of 3)'],
    ...['Exit code 3: reproduced', './repro.sh (3 of 3)', 'Exit code 0: not-reproduced'],
  ])
  expect(of('x')).toEqual(['0'])

  await desk.run(['undo'])
  expect(((await desk.json(['show', ref])) as Shown).events).toEqual([])
})

test('the exit code says the verdict when it is asked to, so that git bisect can run it', async () => {
  const desk = await openDesk()
  const { ref } = await newCase(desk, 'Pool exhausted')
  expect((await desk.run(['check', ref, '--exit-code'])).code).toBe(128)
  expect((await desk.run(['check', ref])).stderr).toMatch(/^There is no repro\.sh in the workspace/)
  for (const [own, told] of [
    [0, 0],
    [1, 1],
    [127, 1],
    [125, 125],
    [130, 125],
  ]) {
    await repro(desk, ref, ['#!/bin/sh', `exit ${own}`], 0o755)
    expect((await desk.run(['check', ref, '--exit-code'])).code).toBe(told)
  }
  expect((await desk.run(['check', ref])).code).toBe(0)
})

test('a check that takes too long is stopped with all that it started, and cannot tell', async () => {
  const desk = await openDesk()
  const { ref } = await newCase(desk, 'It hangs')
  const pids = join(desk.folder, 'pids')
  const hang = `trap "" TERM; (trap "" TERM HUP; sleep 4711) & echo $! > ${pids}; sleep 4712; sleep 4713`
  const done = await desk.json(['check', ref, '--command', hang, '--timeout', '1'])
  expect(done).toMatchObject({ verdict: 'inconclusive', exitCodes: [null] })
  const sleeper = Number(readFileSync(pids, 'utf8'))
  expect(allProcesses().map(({ pid }) => pid)).not.toContain(sleeper)
})

test('a command is kept as the check of its case until it is taken away', async () => {
  const desk = await openDesk()
  const { ref } = await newCase(desk, 'Kept')
  expect(await desk.json(['check', ref, '--command', 'exit 7'])).toMatchObject({ exitCodes: [7] })
  expect(await desk.json(['check', ref, '--repeat', '2'])).toMatchObject({ exitCodes: [7, 7] })
  expect(await desk.json(['check', ref, '--repeat', '9', '--until-reproduced'])).toMatchObject({
    exitCodes: [7],
  })
  expect((await desk.run(['check', ref, '--command', ''])).stderr).toMatch(/no repro\.sh/)
})
