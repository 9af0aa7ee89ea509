import { describe, expect, it } from 'vitest'
import { readImport } from '../../../test/support/import-source.ts'
import { casebenchDocument } from './casebench.ts'

const document = {
  casebench: 1 as const,
  records: [
    {
      system: 'acme',
      externalId: '42',
      title: 'Pool exhausted after patch',
      severity: 2 as const,
      createdAt: '2024-01-05T11:00:00+01:00',
      components: [{ kind: 'product' as const, name: 'WebLogic', version: '14.1.1' }],
      customer: { name: 'Acme Corp', domain: 'acme.example' },
      events: [
        {
          externalId: 'e1',
          kind: 'attachment' as const,
          lane: 'customer' as const,
          author: { name: 'Jo' },
          at: 1_704_448_800_000,
          files: [
            {
              name: 'a.txt',
              mediaType: 'text/plain',
              content: { base64: Buffer.from('hello').toString('base64') },
            },
            { name: 'b.log', content: { path: 'evidence/b.log' } },
          ],
        },
      ],
    },
  ],
}

describe('our own documents', () => {
  it('become records with their files', async () => {
    expect(casebenchDocument.safeParse(document).success).toBe(true)
    const { records, skips } = await readImport(JSON.stringify(document, null, 2))
    expect(skips).toEqual([])
    expect(records).toEqual([
      {
        system: 'acme',
        externalId: '42',
        title: 'Pool exhausted after patch',
        description: '',
        severity: 2,
        createdAt: Date.parse('2024-01-05T10:00:00Z'),
        tags: [],
        components: [{ kind: 'product', name: 'WebLogic', version: '14.1.1', purl: '' }],
        customer: { name: 'Acme Corp', domain: 'acme.example' },
        owner: null,
        reporter: null,
        events: [
          {
            externalId: 'e1',
            kind: 'attachment',
            lane: 'customer',
            author: { name: 'Jo' },
            at: 1_704_448_800_000,
            body: '',
            files: [
              { name: 'a.txt', mediaType: 'text/plain', content: Buffer.from('hello') },
              { name: 'b.log', mediaType: 'application/octet-stream', content: { path: 'evidence/b.log' } },
            ],
          },
        ],
        original: {},
      },
    ])
  })

  const withFile = (content: object) => {
    const [record] = document.records
    const [event] = record?.events ?? []
    const broken = { ...record, events: [{ ...event, files: [{ name: 'x', content }] }] }
    return JSON.stringify({ casebench: 1, records: [broken, record] })
  }

  it.each(['../secret', '/etc/passwd', 'a/../../b', 'C:\\x', '..\\x', 'a//b', './a', ''])(
    'refuse the path %j, which leaves their folder',
    async (path) => {
      const { records, skips } = await readImport(withFile({ path }))
      expect(records).toHaveLength(1)
      expect(skips).toMatchObject([{ line: 1 }])
    },
  )

  it('refuse bytes that are not Base64', async () => {
    const { records, skips } = await readImport(withFile({ base64: 'no base64 §§' }))
    expect([records.length, skips.length]).toEqual([1, 1])
  })

  it('skip a record that breaks the schema and say where', async () => {
    const text = `{"casebench":1,"records":[\n{"system":"a","externalId":"1","title":""},\n${JSON.stringify(document.records[0])}]}`
    const { records, skips } = await readImport(text)
    expect(records).toHaveLength(1)
    expect(skips).toMatchObject([{ line: 2, reason: expect.stringContaining('title') }])
  })

  it('of a later version are refused whole', async () => {
    const { records, skips } = await readImport(JSON.stringify({ ...document, casebench: 2 }))
    expect(records).toEqual([])
    expect(skips).toEqual([
      {
        line: 1,
        reason: 'This document was written by a later Casebench. Update Casebench, then import it again.',
      },
    ])
  })
})

describe('an exported case', () => {
  const id = '01890a5d-ac96-774b-bcce-b302099a8057'
  const value = {
    ...{
      id,
      ref: 'CB-7',
      title: 'Pool exhausted',
      description: '',
      status: 'open',
      severity: 2,
      kind: 'defect',
    },
    ...{ customerId: null, contractId: null, ownerId: null, reporterId: null, dueAt: null, resolution: '' },
    ...{
      createdAt: 1,
      updatedAt: 2,
      origin: null,
      original: {},
      tags: ['x'],
      components: [],
      trashedAt: null,
      mergedInto: null,
    },
  }
  const sha256 = 'ab'.repeat(32)
  const attached = {
    ...{ id, caseId: id, kind: 'attachment', lane: 'internal', authorId: null, at: 1, body: '' },
    attachments: [{ name: 'a.log', bytes: 3, sha256, mediaType: 'text/plain' }],
  }
  const exact = { case: value, events: [attached], people: [], customers: [], links: [] }
  const whole = (path: string) =>
    JSON.stringify(
      { casebench: 1, records: [], cases: [{ ...exact, files: [{ name: 'a.log', sha256, path }] }] },
      null,
      2,
    )

  it('comes with everything, and an event that carries its files', async () => {
    const { records, skips } = await readImport(whole('files/abab-a.log'))
    expect(skips).toEqual([])
    expect(records[0]).toMatchObject({ system: 'casebench', externalId: id, exact: { case: value } })
    expect(records[0]?.events[0]?.files).toEqual([
      { name: 'a.log', mediaType: 'text/plain', content: { path: 'files/abab-a.log' } },
    ])
  })

  it('is refused where a file would lie outside its folder', async () => {
    const { records, skips } = await readImport(whole('../a.log'))
    expect([records, skips.length]).toEqual([[], 1])
  })
})
