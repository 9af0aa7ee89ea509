import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newCase, openDesk, serving } from './cli-process.ts'

test('command lines at the same time on one new data folder all get through, and nothing is lost', async () => {
  const desk = await openDesk()
  const made = await Promise.all([1, 2, 3, 4].map((n) => newCase(desk, `Case ${n}`)))
  expect(new Set(made.map(({ ref }) => ref)).size).toBe(4)
  const [first] = made
  const notes = [1, 2, 3].map((n) => desk.json(['note', first?.ref ?? '', '--lane', 'internal', `Note ${n}`]))
  const ids = (await Promise.all(notes)) as { id: string }[]
  const { events } = (await desk.json(['show', first?.ref ?? ''])) as { events: { id: string }[] }
  for (const { id } of ids) expect(events.map((event) => event.id)).toContain(id)
  expect(await desk.json(['cases', '--count'])).toMatchObject({ total: 4 })
})

test('a command line beside a running host goes through it', async () => {
  const desk = await openDesk()
  const { child, ended, url } = await serving(desk)
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\//)
  const { ref } = await newCase(desk, 'Beside', 'customer=Acme')
  await writeFile(join(desk.folder, 'a.log'), 'text')
  expect(await desk.json(['attach', ref, 'a.log'])).toMatchObject({ attachments: [{ name: 'a.log' }] })
  expect(await desk.run(['save-attachment', ref, 'a.log', '-o', '-'])).toMatchObject({ stdout: 'text' })
  expect(await desk.json(['backup', '-o', 'b.casebench'])).toMatchObject({
    path: join(desk.folder, 'b.casebench'),
  })
  const refused = await desk.run(['restore', 'b.casebench', '--force'])
  expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/running|in use|runs/) })
  expect(await desk.json(['cases'])).toMatchObject({ total: 1, cases: [{ ref }] })
  child.kill('SIGINT')
  // Windows has no interrupt to send; there the host is ended outright.
  expect((await ended).code).toBe(process.platform === 'win32' ? null : 0)
  expect(await desk.json(['cases', '--count'])).toMatchObject({ total: 1 })
})

test('doctor finds a new bench healthy, and says what is wrong with a damaged one', async () => {
  const desk = await openDesk()
  await newCase(desk, 'One')
  const healthy = await desk.json(['doctor'])
  expect(healthy).toMatchObject({ ok: true })
  for (const check of (healthy as { checks: object[] }).checks)
    expect(check).toEqual({
      name: expect.any(String),
      ok: true,
      finding: expect.any(String),
      remedy: expect.any(String),
    })
  await writeFile(
    join(desk.data, 'bench.db'),
    'this is no database at all, whatever its name says'.repeat(100),
  )
  const damaged = await desk.json(['doctor'], { code: 1 })
  expect(damaged).toMatchObject({ ok: false })
  const bad = (damaged as { checks: { ok: boolean; remedy: string }[] }).checks.filter(({ ok }) => !ok)
  expect(bad.length).toBeGreaterThan(0)
  for (const { remedy } of bad) expect(remedy).not.toBe('')
  expect(await desk.run(['cases'])).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/damaged/),
  })
})

test('a bug report holds nothing of the customers', async () => {
  const desk = await openDesk()
  await newCase(desk, 'Secret-Zanzibar title', 'customer=Zanzibar Corp')
  await desk.json(['doctor', '--bundle', 'report.zip'])
  expect((await readFile(join(desk.folder, 'report.zip'))).includes('Zanzibar')).toBe(false)
})

test('the sample desk opens, once', async () => {
  const desk = await openDesk()
  const { cases } = (await desk.json(['sample-desk'])) as { cases: number }
  expect(cases).toBeGreaterThan(0)
  await desk.json(['sample-desk'])
  expect(await desk.json(['cases', '--count'])).toMatchObject({ total: cases })
})
