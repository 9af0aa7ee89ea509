import { spawnSync } from 'node:child_process'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Desk, launcher, newCase, openDesk, serving, startCli, suiteEnd } from './cli-process.ts'

const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
const uuid = expect.stringMatching(/^[0-9a-f-]{36}$/)

describe('writing and reading a case', () => {
  test('a case is made, listed with exactly the agreed fields, and shown whole', async () => {
    const desk = await openDesk()
    const made = await newCase(
      desk,
      'Pool exhausted after patch',
      'severity=1',
      'kind=troubleshooting',
      'customer=Acme Corp',
      'owner=me',
      'reporter=Ann Bell',
      'due=2026-12-01T17:00Z',
      'tags=jdbc,pool',
      'component=pkg:maven/org.apache.tomcat/tomcat-catalina@10.1.28',
      'description=It stops at noon.',
    )
    expect(made).toEqual({ ref: expect.stringMatching(/^CB-\d+$/), id: uuid })

    const row = {
      ...made,
      title: 'Pool exhausted after patch',
      status: 'new',
      severity: 1,
      kind: 'troubleshooting',
      customer: 'Acme Corp',
      owner: expect.any(String),
      updatedAt: instant,
      snippet: null,
    }
    expect(await desk.json(['cases'])).toEqual({ total: 1, cases: [row] })
    expect(await desk.json(['cases', '--count'])).toEqual({ total: 1, cases: [] })

    expect(await desk.json(['show', made.ref.toLowerCase()])).toMatchObject({
      ...made,
      title: 'Pool exhausted after patch',
      description: 'It stops at noon.',
      customer: 'Acme Corp',
      reporter: 'Ann Bell',
      due: '2026-12-01T17:00:00.000Z',
      createdAt: instant,
      tags: ['jdbc', 'pool'],
      components: [
        { name: 'tomcat-catalina', version: '10.1.28', purl: 'pkg:maven/org.apache.tomcat/tomcat-catalina' },
      ],
      links: [],
      original: {},
      events: expect.any(Array),
      attachments: [],
    })
  })

  test('a customer or person nobody knows is made and said so; a known one is found in any letter case', async () => {
    const desk = await openDesk()
    const first = await desk.run(['new', '--title', 'One', '--set', 'customer=Acme', 'owner=Ann Bell'])
    expect(first.stdout).toMatch(/^Created CB-\d+\.\n$/)
    expect(first.stderr).toBe(
      'The customer "Acme" is new and was created.\nThe person "Ann Bell" is new and was created.\n',
    )
    const second = await desk.run(['new', '--title', 'Two', '--set', 'customer=ACME', 'owner=ann bell'])
    expect(second.stderr).toBe('')
    expect(await desk.json(['customers'])).toMatchObject({
      total: 1,
      customers: [{ name: 'Acme', openCases: 2 }],
    })
    expect(await desk.json(['people', 'list', 'ann'])).toMatchObject({
      people: [{ name: 'Ann Bell', openCases: 2 }],
    })
  })

  test('a note prints its id alone; the text may come from standard input', async () => {
    const desk = await openDesk()
    const { ref } = await newCase(desk, 'One')
    const note = await desk.json(['note', ref, '--lane', 'internal', 'Seen before.'])
    expect(note).toEqual({ id: uuid })
    const answer = await desk.run(['note', ref, '--lane', 'customer', '-'], {
      input: 'Please update.\nThank you.\n',
    })
    expect(answer).toMatchObject({ code: 0, stdout: expect.stringMatching(/^[0-9a-f-]{36}\n$/), stderr: '' })
    const { events } = (await desk.json(['show', ref])) as {
      events: { id: string; lane: string; body: string }[]
    }
    expect(events).toContainEqual(
      expect.objectContaining({ ...(note as object), lane: 'internal', at: instant }),
    )
    expect(events).toContainEqual(
      expect.objectContaining({
        lane: 'customer',
        body: expect.stringContaining('Please update.\nThank you.'),
      }),
    )
  })

  test('fields change, and what changed is named as it was typed', async () => {
    const desk = await openDesk()
    const { ref } = await newCase(desk, 'One', 'tags=a,b', 'customer=Acme')
    expect(
      await desk.json([
        'set',
        ref,
        'status=waiting',
        'owner=Ann Bell',
        'tags=b,c',
        'component=kafka@3.9',
        '--reason',
        'Why',
      ]),
    ).toEqual({ ref, changed: expect.toSatisfy(sameWords('status', 'owner', 'tags', 'component')) })
    expect(await desk.json(['set', ref, 'status=waiting'])).toEqual({ ref, changed: [] })
    expect(await desk.json(['set', ref, 'customer='])).toEqual({ ref, changed: ['customer'] })
    expect(await desk.json(['show', ref])).toMatchObject({
      status: 'waiting',
      customer: null,
      tags: ['b', 'c'],
    })
  })

  test('tags, trash, undo and redo', async () => {
    const desk = await openDesk()
    const { ref } = await newCase(desk, 'One', 'tags=old')
    expect(await desk.json(['tag', ref, '+hot', '-old'])).toEqual({ ref, tags: ['hot'] })
    expect(await desk.json(['undo'])).toEqual({ label: expect.any(String) })
    expect(await desk.json(['show', ref])).toMatchObject({ tags: ['old'] })
    expect(await desk.json(['redo'])).toEqual({ label: expect.any(String) })
    expect(await desk.json(['trash', ref])).toEqual({ ref, trashed: true })
    expect(await desk.json(['cases', '--count'])).toMatchObject({ total: 0 })
    expect(await desk.json(['trash', ref, '--restore'])).toEqual({ ref, trashed: false })
    expect(await desk.json(['cases', '--count'])).toMatchObject({ total: 1 })
  })

  test('links and merges', async () => {
    const desk = await openDesk()
    await serving(desk)
    const one = await newCase(desk, 'One')
    const two = await newCase(desk, 'Two')
    const linked = await desk.json(['link', one.ref, '--to', two.ref, '--kind', 'duplicate-of'])
    expect(linked).toEqual({ id: uuid })
    expect(await desk.json(['show', two.ref])).toMatchObject({ links: [{ ref: one.ref, outgoing: false }] })
    expect(await desk.json(['link', one.ref, '--to', two.ref, '--remove'])).toEqual(linked)
    expect(await desk.json(['merge', one.ref, '--into', two.ref, '--preview'])).toMatchObject({
      merged: false,
    })
    expect(await desk.json(['merge', one.ref, '--into', two.ref])).toMatchObject({
      ref: one.ref,
      into: two.ref,
      merged: true,
    })
    expect(await desk.json(['show', one.ref])).toMatchObject({ mergedInto: two.ref })
    await desk.json(['undo'])
    expect(await desk.json(['show', one.ref])).toMatchObject({ mergedInto: null })
  })
})

const sameWords =
  (...wanted: string[]) =>
  (given: string[]) =>
    [...given].sort().join() === wanted.sort().join()

describe('listing', () => {
  let desk: Desk
  const refs = async (...argv: string[]) =>
    ((await desk.json(['cases', ...argv])) as { cases: { title: string }[] }).cases.map(({ title }) => title)

  beforeAll(async () => {
    const { over, undo } = suiteEnd()
    desk = await openDesk(over)
    await serving(desk, over)
    await newCase(desk, 'Beta pool', 'severity=3', 'tags=x')
    await newCase(desk, 'Alpha ORA-00060', 'severity=1')
    await newCase(desk, 'Gamma', 'severity=2', 'status=open')
    return undo
  })

  test('in the order asked for', async () => {
    expect(await refs()).toEqual(['Gamma', 'Alpha ORA-00060', 'Beta pool'])
    expect(await refs('--reverse')).toEqual(['Beta pool', 'Alpha ORA-00060', 'Gamma'])
    expect(await refs('--sort', 'title')).toEqual(['Alpha ORA-00060', 'Beta pool', 'Gamma'])
    expect(await refs('--sort', '-title')).toEqual(['Gamma', 'Beta pool', 'Alpha ORA-00060'])
    expect(await refs('--sort', 'severity')).toEqual(['Alpha ORA-00060', 'Gamma', 'Beta pool'])
  })

  test('as many as asked for, with the number of all', async () => {
    expect(await desk.json(['cases', '--limit', '1'])).toMatchObject({
      total: 3,
      cases: [{ title: 'Gamma' }],
    })
    expect(await desk.json(['cases', '--limit', '0'])).toEqual({ total: 3, cases: [] })
    const few = await desk.run(['cases', '--limit', '2'])
    expect(few.stdout.trim().split('\n')).toHaveLength(3)
    expect(few.stderr).toBe('2 cases of 3 cases; --limit shows more.\n')
  })

  test('by a query, in one word or many, and one that begins with a minus', async () => {
    expect(await refs('ORA-00060')).toEqual(['Alpha ORA-00060'])
    expect(await refs('status:open severity:<=2')).toEqual(['Gamma'])
    expect(await refs('status:new', 'severity:1')).toEqual(['Alpha ORA-00060'])
    expect(await refs('--sort', 'title', '--', '-tag:x')).toEqual(['Alpha ORA-00060', 'Gamma'])
  })

  test('nothing is an empty list, and for a person a sentence', async () => {
    expect(await desk.json(['cases', 'nosuchword'])).toEqual({ total: 0, cases: [] })
    expect(await desk.run(['cases', 'nosuchword'])).toEqual({
      code: 0,
      stdout: '',
      stderr: 'No case matches.\n',
    })
  })

  test('a reader that went away ends it quietly', ({ skip }) => {
    skip(process.platform === 'win32', 'this pipe is written for a POSIX shell')
    const line = `"${process.execPath}" "${launcher}" --data "${desk.data}" cases | true; echo \${PIPESTATUS[0]}`
    const { stdout, stderr } = spawnSync('bash', ['-c', line], { encoding: 'utf8' })
    expect({ stdout, stderr }).toEqual({ stdout: '0\n', stderr: '' })
  })

  test('the views of a new bench are there', async () => {
    expect(await desk.json(['views'])).toEqual({
      views: expect.arrayContaining([
        expect.objectContaining({ name: expect.any(String), query: expect.any(String) }),
      ]),
    })
  })

  test('components are counted', async () => {
    const { ref } = await newCase(desk, 'Delta', 'component=product:Oracle Database@19c')
    expect(await desk.json(['components', 'oracle'])).toMatchObject({
      total: 1,
      components: [{ name: 'Oracle Database', kind: 'product', cases: 1 }],
    })
    await desk.json(['trash', ref])
  })
})

test('what a customer wrote cannot command the terminal', async () => {
  const desk = await openDesk()
  const { ref } = await newCase(desk, 'Evil \x1b]0;owned\x07 title \x9b31m', 'customer=Acme\x1b[2J')
  await desk.json(['note', ref, '--lane', 'internal', 'line\x1b[1A\rover\x08'])
  const printed = await Promise.all([
    desk.run(['cases']),
    desk.run(['show', ref]),
    desk.run(['cases', '--json']),
    desk.run(['customers']),
    desk.run(['show', 'CB-\x1b[2J']),
  ])
  for (const { stdout, stderr } of printed)
    for (const sign of ['\x1b', '\x07', '\x9b', '\x08', '\r']) expect(stdout + stderr).not.toContain(sign)
  expect(printed[0]?.stdout).toContain('Evil ␛]0;owned␇ title')
})

describe('what goes wrong is one sentence and an exit code', () => {
  let desk: Desk
  beforeAll(async () => {
    const { over, undo } = suiteEnd()
    desk = await openDesk(over)
    await serving(desk, over)
    return undo
  })

  test.each([
    [1, ['show', 'CB-99999'], /CB-99999/],
    [1, ['note', 'CB-99999', '--lane', 'internal', 'text'], /CB-99999/],
    [1, ['set', 'CB-99999', 'status=open'], /CB-99999/],
    [1, ['undo'], /./],
    [1, ['import', 'missing.json'], /missing\.json/],
    [2, ['nonsense'], /^Unknown command 'nonsense'/],
    [2, ['show'], /^Missing required argument 'ref'/],
    [2, ['cases', '--colour'], /^Unknown option '--colour'/],
    [2, ['cases', 'status:half'], /half/],
    [2, ['cases', '"unfinished'], /./],
    [2, ['set', 'CB-1', 'colour=red'], /^There is no field "colour"/],
    [2, ['set', 'CB-1', 'status=half'], /^"half" is no status/],
    [2, ['new', '--title', '   '], /title/],
    [2, ['note', 'CB-1', '--lane', 'internal', ' '], /^The text is empty/],
    [2, ['tag', 'CB-1', '--bogus'], /^"--bogus" is neither/],
  ] as [number, string[], RegExp][])('%i: %j', async (code, argv, sentence) => {
    for (const more of [[], ['--json']]) {
      const ended = await desk.run([...argv, ...more])
      expect(ended).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(sentence) })
      expect(ended.stderr).toMatch(/^[^\n]+[.?]\n$/)
      expect(ended.stderr).not.toMatch(/\bat .*:\d+|Error:/)
    }
  })
})

test('nothing at all prints the help', async () => {
  const desk = await openDesk()
  expect(await startCli([], { input: '' }).ended).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Usage: casebench/),
  })
  expect(await desk.run(['--version'])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
  })
})
