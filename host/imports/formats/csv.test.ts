import { existsSync, readFileSync } from 'node:fs'
import { beforeEach, describe, expect, it } from 'vitest'
import { readImport } from '../../../test/support/import-source.ts'

const desk = `Ticket ID;Subject;Details;State;Priority;Company;Assigned To;Reporter;Reporter Email;Opened;Tags;Product;Version;Floor
T-1;Pool exhausted;"After the patch:
""no more connections""";In Progress;1 - Critical;Acme Corp;Kim Park;Jo Doe;jo@acme.example;05.01.2024 10:30;db, prod;WebLogic;14.1;3
T-2;How to tune;;Pending Customer;P4;Globex;;Sam;sam@globex.example;13.02.2024 09:00;;Tomcat;10.1.28;
`

describe('any CSV', () => {
  it('is mapped by the names of its columns', async () => {
    const { records, lines, skips } = await readImport(desk, { name: 'desk/export.csv', chunk: 9 })
    expect([skips, lines]).toEqual([[], [2, 4]])
    expect(records).toMatchObject([
      {
        system: 'csv:export',
        externalId: 'T-1',
        title: 'Pool exhausted',
        description: 'After the patch:\n"no more connections"',
        status: 'open',
        severity: 1,
        createdAt: Date.parse('2024-01-05T10:30:00Z'),
        tags: ['db', 'prod'],
        components: [{ kind: 'product', name: 'WebLogic', version: '14.1' }],
        customer: { name: 'Acme Corp' },
        owner: { name: 'Kim Park' },
        reporter: { name: 'Jo Doe', email: 'jo@acme.example' },
        original: { Floor: '3', State: 'In Progress', Priority: '1 - Critical' },
      },
      { externalId: 'T-2', status: 'waiting', severity: 4, owner: null },
    ])
  })

  it('follows a mapping and its translations instead of the guess', async () => {
    const mapping = {
      columns: {
        title: 'Details',
        externalId: 'Ticket ID',
        status: 'Floor',
        customer: 'Product',
        kind: 'no such column',
      },
      values: { status: { 3: 'solved' } },
      delimiter: ';',
    }
    const { records, skips } = await readImport(desk, { format: 'csv', mapping })
    expect(records).toMatchObject([
      {
        title: 'After the patch: "no more connections"',
        status: 'solved',
        customer: { name: 'WebLogic' },
        original: { Subject: 'Pool exhausted' },
      },
    ])
    expect(skips).toEqual([{ line: 4, reason: 'The title is missing.' }])
  })

  it('names rows that cannot be right and goes on', async () => {
    const text = 'id,title,state\n1,one,open\n2,two\n3,"three\n4,four,open\n5,five,closed,extra\n6,six,open\n'
    const { records, skips } = await readImport(text, { name: 'x.csv' })
    expect(records.map(({ externalId }) => externalId)).toEqual(['1', '4', '6'])
    expect(skips.map(({ line }) => line)).toEqual([3, 4, 6])
  })

  it('without identifiers gives a row the same one every time', async () => {
    const text = 'subject,body,status\nA,x,open\nB,y,closed\n'
    const [one, later] = [await readImport(text), await readImport(text.replace('closed', 'open'))]
    expect(one.records.map(({ externalId }) => externalId)).toEqual(
      later.records.map(({ externalId }) => externalId),
    )
    expect(new Set(one.records.map(({ externalId }) => externalId)).size).toBe(2)
  })

  it('finds month-first and day-first dates by all of them', async () => {
    const rows = (dates: string[]) =>
      `id,title,created\n${dates.map((date, i) => `${i},t,${date}`).join('\n')}\n`
    const first = await readImport(rows(['02/03/2024', '25/03/2024']))
    expect(first.records[0]?.createdAt).toBe(Date.parse('2024-03-02'))
    const second = await readImport(rows(['02/03/2024', '03/25/2024']))
    expect(second.records[0]?.createdAt).toBe(Date.parse('2024-02-03'))
  })

  it('takes the journal of ServiceNow apart', async () => {
    const journal =
      '2024-01-06 09:00:00 - Kim Park (Work notes)\nLDAP again.\n\n2024-01-05 10:00:00 - Jo Doe (Additional comments)\nIt hangs.'
    const { records } = await readImport(`number,short_description,comments\nINC1,Hangs,"${journal}"\n`)
    expect(records[0]?.events).toMatchObject([
      {
        kind: 'note',
        lane: 'internal',
        author: { name: 'Kim Park' },
        at: Date.parse('2024-01-06T09:00:00Z'),
        body: 'LDAP again.',
      },
      { kind: 'message', lane: 'customer', author: { name: 'Jo Doe' }, body: 'It hangs.' },
    ])
  })

  it('keeps hostile column names harmless', async () => {
    const { records } = await readImport('id,title,__proto__,constructor\n1,t,x,y\n', { name: 'x.csv' })
    expect(Object.getPrototypeOf(records[0]?.original)).toBe(Object.prototype)
    expect(records[0]?.original).toEqual({ '(__proto__)': 'x', constructor: 'y' })
  })
})

const fixtures = process.env.CASEBENCH_FIXTURES
const fixture = (name: string) => `${fixtures}/tickets/${name}`
const here = fixtures !== undefined && existsSync(fixture('andkuster+customer-support-ticket'))

describe('exports of real desks', () => {
  beforeEach(({ skip }) => skip(!here, 'CASEBENCH_FIXTURES does not name a folder that has them'))
  const read = (name: string) => readImport(readFileSync(fixture(name)), { name: name.replace(/^.*\//, '') })

  it('with cells of many lines come whole', async () => {
    const { records, skips } = await read('andkuster+customer-support-ticket/customer_support_tickets.csv')
    expect([records.length, skips]).toEqual([1500, []])
    expect(records[0]).toMatchObject({
      externalId: '1',
      title: 'Product setup',
      status: 'waiting',
      severity: 1,
      kind: 'troubleshooting',
    })
    expect(records.every(({ status, severity, reporter }) => status && severity && reporter?.email)).toBe(
      true,
    )
  })

  it('with service levels come whole', async () => {
    const { records, skips } = await read('drapertoby+itsm-ticket-dataset/tickets.csv')
    expect([records.length, skips]).toEqual([2057, []])
    expect(new Set(records.map(({ status }) => status))).toEqual(new Set(['open', 'closed']))
    expect(records.every(({ createdAt, severity }) => createdAt && severity)).toBe(true)
  })

  it('in the manner of ServiceNow come whole', async () => {
    const { records, skips } = await read('Soba101+captivating-sunstone/train-00000-of-00001.csv')
    expect([records.length, skips]).toEqual([500, []])
    expect(records[0]).toMatchObject({
      externalId: 'INC00469',
      title: 'Access Rights Restriction',
      severity: 3,
    })
  })

  it('of the GitHub archive name every event without an issue', async () => {
    const { records, skips } = await read('tstack+lnav/test/gharchive_log.jsonl')
    expect([records.length, skips.length]).toEqual([0, 50])
    expect(skips.every(({ line, reason }, i) => line === i + 1 && reason.includes('carries no issue'))).toBe(
      true,
    )
  })
})
