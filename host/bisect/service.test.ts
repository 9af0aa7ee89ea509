import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import type { Bisection } from '../../shared/domain/stack/bisection.ts'
import { bisectBench } from '../../test/support/bisect-bench.ts'
import { asksServer } from '../../test/support/local-environment.ts'
import { blobPath } from '../attachments/blob-store.ts'
import { undo } from '../operations/history.ts'
import { attachedEvidence, timelineOf } from '../timeline/read.ts'

const bench = async (options: Parameters<typeof bisectBench>[0] = {}) => {
  const made = await bisectBench(options)
  onTestFinished(() => made.close())
  return made
}

const minors = Array.from({ length: 16 }, (_, minor) => `1.${minor}`)

const steps = ({ steps: all }: Bisection) => all.map(({ subject, verdict }) => `${subject} ${verdict}`)

test('finds the first bad version of a service, each step in an environment that begins anew', async () => {
  const { run, environment, repro, images } = await bench({ badFrom: 11 })
  repro(asksServer('/version'))
  const done = await run({ mode: 'versions', service: 'web', good: '1.0', bad: '1.15', versions: minors })
  expect(done).toMatchObject({ state: 'finished', result: { found: '1.11', before: '1.10' } })
  expect(done.steps.length).toBeLessThanOrEqual(5)
  expect(environment.ups.every(({ fresh }) => fresh === true)).toBe(true)
  expect(images()).toEqual(done.steps.map(({ subject }) => `local/web:${subject}`))
  expect(environment.running).toBe(0)
})

test('each step keeps its evidence: recording, logs of the services, lock and JUnit XML', async () => {
  const { run, repro, handlers, context, dataDir } = await bench({ badFrom: 2 })
  repro(asksServer('/version'))
  const done = await run({ mode: 'versions', service: 'web', good: '1.0', bad: '1.3', versions: minors })
  expect(steps(done)).toEqual(['1.1 not-reproduced', '1.2 reproduced'])
  const runs = await Promise.all(done.steps.map(({ runId }) => handlers.runs.get({ id: runId }, context)))
  for (const one of runs) {
    expect(one.files.map(({ role }) => role)).toEqual(['recording', 'logs', 'lock', 'junit'])
    expect(one.bisectionId).toBe(done.id)
    expect(one.services).toMatchObject([
      { name: 'web', image: expect.stringMatching(/^local\/web:1\.[12]$/) },
    ])
  }
  const logs = runs[1]?.files.find(({ role }) => role === 'logs')?.sha256 ?? ''
  expect(gunzipSync(readFileSync(blobPath(dataDir, logs))).toString()).toMatch(
    /^\d{4}-\S+Z web stdout answers \/version 502\n$/,
  )
})

test('a version without an image is passed over, and the answer is a range where it may be the one', async () => {
  const { run, repro, handlers, context } = await bench({ badFrom: 2, missing: ['local/web:1.2'] })
  repro(asksServer('/version'))
  const done = await run({ mode: 'versions', service: 'web', good: '1.0', bad: '1.4', versions: minors })
  expect(done.result).toMatchObject({ found: '1.3', before: '1.1', candidates: ['1.2', '1.3'] })
  const skipped = done.steps.find(({ subject }) => subject === '1.2')
  const failed = await handlers.runs.get({ id: skipped?.runId ?? '' }, context)
  expect(failed).toMatchObject({ state: 'failed', verdict: 'inconclusive', problem: /no image/ })
})

test('finds the fix, and settles a flaky step by repeating it', async () => {
  const { run, repro, root } = await bench()
  // Bad versions show the problem at every second try only.
  repro(`#!/bin/sh
echo x >> '${root}/tries'
[ "\${CASEBENCH_BISECT_VERSION#1.}" -ge 6 ] || [ $(($CASEBENCH_REPEAT % 2)) = 1 ]
`)
  const asked = { mode: 'versions', service: 'web', good: '1.15', bad: '1.0', versions: minors } as const
  const done = await run({ ...asked, findFix: true, repeat: 4 })
  expect(done.result).toMatchObject({ found: '1.6', before: '1.5' })
  const settled = done.steps.map(({ verdict }) => (verdict === 'reproduced' ? 2 : 4))
  const tries = readFileSync(join(root, 'tries'), 'utf8').trim().split('\n').length
  expect(tries).toBe(settled.reduce((sum, one) => sum + one, 0))
})

test('an end that was given wrongly is told, with what to do', async () => {
  const { run, repro } = await bench({ badFrom: 0 })
  repro(asksServer('/version'))
  const done = await run({ mode: 'versions', service: 'web', good: '1.0', bad: '1.15', versions: minors })
  expect(done.result).toMatchObject({
    found: null,
    summary: expect.stringMatching(/^1\.0 was given as good, but the problem shows there/),
  })
})

test('finds the two settings that together make the problem show, in the file that the service reads', async () => {
  const { run, repro, root, environment } = await bench()
  repro(asksServer('/settings'))
  const lines = (value: string) => Array.from({ length: 60 }, (_, at) => `other${at}=${value}`)
  writeFileSync(
    join(root, 'environment/web/server.properties'),
    ['# ours', 'size=8', ...lines('a'), 'strict=no', ''].join('\n'),
  )
  mkdirSync(join(root, 'customer'))
  writeFileSync(
    join(root, 'customer/server.properties'),
    ['size=1', ...lines('b'), 'strict=yes', 'fresh=1', ''].join('\n'),
  )
  const done = await run({
    mode: 'settings',
    works: 'environment/web/server.properties',
    fails: 'customer/server.properties',
  })
  const file = 'environment/web/server.properties'
  expect(done.differences).toHaveLength(63)
  expect(done.result?.minimal).toEqual([
    { file, key: 'size', from: '8', to: '1' },
    { file, key: 'strict', from: 'no', to: 'yes' },
  ])
  expect(done.steps.length).toBeLessThanOrEqual(40)
  const proof = done.steps.findIndex(({ places }) => places.length === 2)
  expect(environment.ups[proof]?.variation?.files?.[file]).toMatch(/^# ours\nsize=1\n/)
  expect(readFileSync(join(root, file), 'utf8')).toMatch(/^# ours\nsize=8\n/)
})

test('settings with which the service does not start count as telling nothing', async () => {
  const { run, repro, root } = await bench()
  repro(asksServer('/settings'))
  const works = 'environment/web/server.properties'
  writeFileSync(join(root, works), 'size=8\nbroken=no\nstrict=no\nrepair=no\n')
  writeFileSync(join(root, 'server.properties'), 'size=1\nbroken=yes\nstrict=yes\nrepair=yes\n')
  const done = await run({ mode: 'settings', works, fails: 'server.properties' })
  expect(done.steps.some(({ verdict }) => verdict === 'inconclusive')).toBe(true)
  expect(done.result?.minimal.map(({ key }) => key)).toEqual(['size', 'strict'])
})

test('the card goes onto the case in one act, with the evidence of both neighbours, and is taken back as one', async () => {
  const { run, repro, handlers, context, database, caseId } = await bench({ badFrom: 7 })
  repro(asksServer('/version'))
  const done = await run({ mode: 'versions', service: 'web', good: '1.0', bad: '1.15', versions: minors })
  const { eventId, step } = await handlers.bisections.attach(
    { id: done.id, lane: 'internal', body: '' },
    context,
  )
  const story = () => database.read(timelineOf, { caseId, limit: 10 })
  const event = (await story()).events.find(({ id }) => id === eventId)
  expect(event?.detail).toMatchObject({ type: 'bisection', service: 'web', found: '1.7', before: '1.6' })
  expect(event?.attachments?.map(({ name }) => name.replace(/\d{8}-\d{6}/, ''))).toEqual([
    'bisection-.md',
    ...[1, 4].flatMap((number) =>
      ['.cast', '.services.log.gz', '.lock.json', '.junit.xml'].map((end) => `step-${number}-check-${end}`),
    ),
  ])
  const attached = () => database.read(attachedEvidence, { caseId })
  expect(await attached()).toEqual({ [done.id]: eventId })
  await database.write(undo, { step: step ?? 0 })
  expect(await attached()).toEqual({})
  expect((await story()).events.map(({ id }) => id)).not.toContain(eventId)
})

test('one that is stopped goes on where it was, and does no finished step again', async () => {
  const { handlers, context, repro, root, caseId, resume } = await bench()
  repro(`#!/bin/sh
echo "$CASEBENCH_BISECT_VERSION" >> '${root}/tries'
[ "\${CASEBENCH_BISECT_VERSION#1.}" -lt 9 ]
`)
  const asked = {
    mode: 'versions',
    caseId,
    service: 'web',
    good: '1.0',
    bad: '1.15',
    versions: minors,
  } as const
  const checking = { repeat: 1, timeoutSeconds: 60, findFix: false, verifyEnds: true }
  const stop = new AbortController()
  const stream = handlers.bisections.run({ ...asked, ...checking }, { ...context, signal: stop.signal })
  const told: string[] = []
  const reading = (async () => {
    for await (const item of stream) {
      if (item.type === 'step') told.push(item.step.subject)
      if (told.length === 3) stop.abort()
    }
  })()
  await expect(reading).rejects.toMatchObject({ code: 'cancelled' })
  const done = await resume()
  expect(done.steps.map(({ subject }) => subject).slice(0, 3)).toEqual(told)
  expect(done.result).toMatchObject({ found: '1.9', before: '1.8' })
  const tries = readFileSync(join(root, 'tries'), 'utf8').trim().split('\n')
  for (const subject of told) expect(tries.filter((one) => one === subject)).toHaveLength(1)
})

test('secrets of the environment are in nothing that a run keeps', async () => {
  const { run, repro, root, handlers, context, dataDir } = await bench({ badFrom: 2 })
  const secret = 'kX7-very-secret-word'
  writeFileSync(join(root, 'environment/.env'), `DB_PASSWORD=${secret}\n`)
  repro(`${asksServer(`/${secret}`)}`.replace('#!/bin/sh', `#!/bin/sh\necho "logs in with ${secret}\u2028"`))
  const done = await run({ mode: 'versions', service: 'web', good: '1.0', bad: '1.3', versions: minors })
  const { files } = await handlers.runs.get({ id: done.steps[0]?.runId ?? '' }, context)
  expect(files).toHaveLength(4)
  for (const { sha256, name } of files) {
    const stored = readFileSync(blobPath(dataDir, sha256))
    const text = (name.endsWith('.gz') ? gunzipSync(stored) : stored).toString()
    expect(text).not.toContain(secret)
    if (!name.endsWith('.lock.json')) expect(text).toContain('masked-secret-1')
  }
})

test('a card does not tell the secrets among its settings', async () => {
  const { run, repro, root, handlers, context, database, caseId } = await bench()
  repro('#!/bin/sh\n! grep -q other-long-secret "$CASEBENCH_BISECT_SETTINGS"\n')
  const works = 'environment/web/server.properties'
  writeFileSync(join(root, works), 'db.password=first-long-secret\nsize=8\n')
  writeFileSync(join(root, 'fails.properties'), 'db.password=other-long-secret\nsize=9\n')
  const done = await run({ mode: 'settings', works, fails: 'fails.properties', into: works })
  expect(done.result?.minimal).toMatchObject([{ key: 'db.password', to: 'other-long-secret' }])
  await handlers.bisections.attach({ id: done.id, lane: 'internal', body: '' }, context)
  const [event] = (await database.read(timelineOf, { caseId, limit: 10 })).events
  expect(event?.detail).toMatchObject({
    minimal: [`${works}: db.password: masked-secret-1 → masked-secret-2`],
  })
})
