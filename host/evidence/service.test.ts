import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { v7 } from 'uuid'
import { expect, test } from 'vitest'
import { parseCast } from '../../shared/lib/asciicast/parse.ts'
import { patchBench } from '../../test/support/patch-bench.ts'
import { listCases } from '../cases/list.ts'
import { openGit } from '../git/git.ts'
import { undo } from '../operations/history.ts'
import { addTerminal, keepTidings } from '../terminal/changes.ts'
import { outputFolder, recordingPath } from '../terminal/places.ts'
import { timelineOf } from '../timeline/read.ts'
import { evidenceService } from './service.ts'

/** A terminal with two commands, of which the second failed. */
const evidenceBench = async () => {
  const at = await patchBench()
  const { database, dataDir, caseId } = at
  const terminalId = v7()
  const size = { columns: 80, rows: 24 }
  const row = {
    id: terminalId,
    caseId,
    title: 'bash',
    profile: 'bash',
    folder: '/w',
    startedAt: 1000,
    recording: true,
  }
  await database.write(addTerminal, { ...row, ...size })
  const block = { folder: '/w', startedAt: 1000, endedAt: 3500 }
  await database.write(keepTidings, {
    all: [
      {
        terminalId,
        blocks: [
          { ...block, number: 1, command: 'true', exitCode: 0, outputFrom: 0, outputTo: 4 },
          { ...block, number: 2, command: 'mvn test', exitCode: 1, outputFrom: 4, outputTo: 45 },
        ],
      },
    ],
  })
  const folder = outputFolder(dataDir, terminalId)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${'0'.repeat(16)}.out`), 'ok\r\n\x1b[31mPoolExhausted')
  writeFileSync(
    join(folder, `${'22'.padStart(16, '0')}.out`),
    'Exception\x1b[0m at line \xff'.padEnd(60, '.'),
    'latin1',
  )
  const service = evidenceService({
    ...{ database, dataDir, git: openGit({ env: at.env }), newId: v7, now: () => 9000 },
    blockText: async ({ number }) => ({ text: number === 2 ? 'PoolExhaustedException at line' : 'ok' }),
  })
  const events = async () => (await database.read(timelineOf, { caseId, limit: 50 })).events
  const target = { caseId, lane: 'internal' as const, body: '' }
  return Object.assign(at, { terminalId, evidence: service, events, target })
}

test('blocks become small recordings that show, replay and are found by what they printed', async () => {
  await using at = await evidenceBench()
  const { target, terminalId, evidence, context } = at
  const before = await at.events()
  const { eventIds, step } = await evidence.attachBlocks({ ...target, terminalId, numbers: [2, 1] }, context)
  const events = (await at.events()).filter(({ id }) => eventIds.includes(id))
  expect(events.map(({ detail }) => detail)).toMatchObject([
    { type: 'block', command: 'true', exitCode: 0 },
    { type: 'block', command: 'mvn test', exitCode: 1, durationMs: 2500, folder: '/w', terminalId, block: 2 },
  ])
  const file = events[1]?.attachments?.[0]
  expect(file?.name).toBe('mvn-test.cast')
  const parts = parseCast(at.bytesOf(file?.sha256 ?? ''))
  expect(
    parts.map((part) => (part.type === 'event' ? [part.event.code, part.event.data] : part.type)),
  ).toEqual([
    'header',
    ['m', 'mvn test'],
    ['o', '\x1b[31mPoolExhaustedException\x1b[0m at line \udcff'],
    ['x', '1'],
  ])
  const found = await at.database.read(listCases, {
    ...{ query: 'PoolExhaustedException', sort: 'updated', offset: 0, limit: 10 },
  } as never)
  expect(JSON.stringify(found)).toContain(at.caseId)
  await at.database.write(undo, { step: step ?? 0 })
  expect(await at.events()).toEqual(before)
  expect(await evidence.attachBlocks({ ...target, terminalId, numbers: [] }, context)).toMatchObject({
    eventIds: [expect.any(String)],
  })
  expect((await at.events()).at(-1)?.detail).toMatchObject({ block: 2 })
})

test('a block whose output is gone, and a terminal without blocks, say so', async () => {
  await using at = await evidenceBench()
  const { target, terminalId, evidence, context, database } = at
  const late = { number: 3, command: 'late', folder: '/w', startedAt: 1, endedAt: 2, exitCode: 0 }
  await database.write(keepTidings, {
    all: [{ terminalId, blocks: [{ ...late, outputFrom: 900, outputTo: 950 }] }],
  })
  await expect(evidence.attachBlocks({ ...target, terminalId, numbers: [3] }, context)).rejects.toMatchObject(
    { code: 'gone' },
  )
  await expect(evidence.attachBlocks({ ...target, terminalId, numbers: [9] }, context)).rejects.toMatchObject(
    { code: 'empty' },
  )
})

test('a recording, a file, an excerpt and a picture become attachments with what they show', async () => {
  await using at = await evidenceBench()
  const { target, terminalId, evidence, context, dataDir } = at
  mkdirSync(join(dataDir, 'recordings'))
  const cast =
    '{"version":3,"term":{"cols":80,"rows":24},"timestamp":7,"title":"A run"}\n[0.5,"o","x"]\n[2,"x","0"]\n'
  writeFileSync(recordingPath(dataDir, terminalId), cast)
  await evidence.attachRecording({ ...target, recordingId: terminalId, body: 'See it' }, context)
  await evidence.attachFile({ ...target, path: 'src/Pool.java' }, context)
  const lines = { from: 2, to: 3 }
  await evidence.attachExcerpt({ ...target, path: 'src/Pool.java', lines, text: 'unsaved\n' }, context)
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=',
    'base64',
  )
  async function* chunks() {
    yield png.subarray(0, 20)
    yield png.subarray(20)
  }
  await evidence.attachScreenshot({ ...target, route: '#/case/CB-1001' }, chunks(), context)
  const [recording, file, excerpt, picture] = (await at.events()).slice(-4)
  expect(recording).toMatchObject({
    body: 'See it',
    detail: { type: 'recording', title: 'A run', startedAt: 7000, durationMs: 2500, terminalId },
  })
  expect(file?.detail).toEqual({ type: 'file', path: 'src/Pool.java', commit: at.baseline })
  expect(excerpt).toMatchObject({
    detail: { type: 'excerpt', path: 'src/Pool.java', lines },
    attachments: [{ name: 'Pool L2-3.java' }],
  })
  expect(
    readFileSync(
      join(
        dataDir,
        'blobs',
        (picture?.attachments?.[0]?.sha256 ?? '').slice(0, 2),
        picture?.attachments?.[0]?.sha256 ?? '',
      ),
    ),
  ).toEqual(png)
})

test('nothing outside the workspace and nothing but a picture is attached', async () => {
  await using at = await evidenceBench()
  const { target, evidence, context } = at
  symlinkSync('/etc/passwd', join(at.workspace, 'way'))
  await expect(evidence.attachFile({ ...target, path: 'way' }, context)).rejects.toMatchObject({
    code: 'refused',
  })
  async function* words() {
    yield Buffer.from('<svg onload=alert(1)>')
  }
  await expect(evidence.attachScreenshot({ ...target, route: '' }, words(), context)).rejects.toMatchObject({
    code: 'invalid',
  })
})
