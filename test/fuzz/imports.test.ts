import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ImportRecord } from '../../host/imports/record.ts'
import {
  component,
  eventEntity,
  instant,
  personName,
  tag,
  text,
  title,
} from '../../shared/domain/entities.ts'
import { importFormats } from '../../shared/domain/vocabulary.ts'
import { type Reading, readImport } from '../support/import-source.ts'
import { bytesOf, type Sample, samples } from './imports-documents.ts'

const runs = { numRuns: 60 }
const chunk = fc.integer({ min: 1, max: 3000 })
/** Samples that show as their label where a property fails. */
const labelled = (some: readonly Sample[]) =>
  fc.constantFrom(...some.map((one) => ({ ...one, [fc.toStringMethod]: () => one.label })))
const sample = labelled(samples)
const format = fc.constantFrom(...importFormats, 'auto' as const)

/** Throws where a record breaks a limit of the domain: such a one would fail the whole batch that it is in. */
const check = (record: ImportRecord): void => {
  title.parse(record.title)
  text.parse(record.description)
  for (const one of record.tags) tag.parse(one)
  for (const one of record.components) component.parse(one)
  for (const at of [record.createdAt, record.updatedAt, record.dueAt]) instant.optional().parse(at)
  expect([record.system.length > 0, record.externalId.length > 0]).toEqual([true, true])
  expect(Math.max(record.system.length, record.externalId.length, record.tags.length)).toBeLessThanOrEqual(
    300,
  )
  expect(JSON.stringify(record.original).length).toBeLessThan(600_000)
  for (const person of [record.owner, record.reporter]) if (person) personName.parse(person.name)
  for (const event of record.events) {
    eventEntity
      .pick({ lane: true, kind: true, at: true, body: true, externalId: true, changes: true })
      .parse(event)
    if (event.author) personName.parse(event.author.name)
  }
  expect(new Set(record.events.map(({ externalId }) => externalId)).size).toBe(record.events.length)
}

const checkAll = ({ records, skips }: Reading): void => {
  records.forEach(check)
  for (const { line, reason } of skips) {
    expect(line).toBeGreaterThanOrEqual(1)
    expect(reason).toMatch(/\S.*\S/)
  }
}

const read = async (bytes: Uint8Array, options: Parameters<typeof readImport>[1]): Promise<Reading> => {
  const reading = await readImport(bytes, options)
  checkAll(reading)
  return reading
}

const idsOf = ({ records }: Reading) => new Set(records.map(({ externalId }) => externalId))

/** The identifiers of the records that end before a place in the file. */
const idsBefore = ({ ids }: Sample, ends: number[], at: number) => ids.filter((_, i) => (ends[i] ?? at) < at)

describe('whole documents', () => {
  it.each(samples)(
    'of $label are read whole, in chunks of any size, with the format told or found',
    async (one) => {
      const { bytes } = bytesOf(one)
      await fc.assert(
        fc.asyncProperty(chunk, fc.boolean(), async (size, told) => {
          const reading = await read(bytes, { chunk: size, format: told ? one.format : 'auto' })
          expect(reading.skips).toEqual([])
          expect(reading.records.map(({ externalId }) => externalId)).toEqual(one.ids)
        }),
        { numRuns: 8 },
      )
    },
  )
})

describe('damaged documents', () => {
  it('cut off anywhere give every record before the cut', async () => {
    await fc.assert(
      fc.asyncProperty(sample, fc.double({ min: 0, max: 1, noNaN: true }), chunk, async (one, part, size) => {
        const { bytes, ends } = bytesOf(one)
        const cut = Math.floor(part * bytes.length)
        const reading = await read(bytes.subarray(0, cut), { format: one.format, chunk: size })
        expect([...idsOf(reading)]).toEqual(expect.arrayContaining(idsBefore(one, ends, cut)))
        // A table and a mailbox may end anywhere inside their last cell or message.
        const inside =
          one.format !== 'mbox' &&
          one.format !== 'csv' &&
          !ends.some((end) => end >= cut - 1 && end <= cut) &&
          cut > one.before.length
        if (inside && cut < (ends.at(-1) ?? 0)) expect(reading.skips.length).toBeGreaterThan(0)
      }),
      runs,
    )
  })

  it('with wrong bytes give every record before the first of them, and most of those behind', async () => {
    const flips = fc.array(
      fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 255 })),
      { minLength: 1, maxLength: 3 },
    )
    await fc.assert(
      fc.asyncProperty(sample, flips, chunk, async (one, changes, size) => {
        const { bytes, ends } = bytesOf(one)
        const damaged = Buffer.from(bytes)
        const places = changes.map(([part]) => Math.floor(part * (bytes.length - 1)))
        changes.forEach(([, value], i) => {
          damaged[places[i] ?? 0] = value
        })
        const reading = await read(damaged, { format: one.format, chunk: size })
        // The frame around the records, and the header of a table, say what they are.
        if (Math.min(...places) <= one.before.length) return
        const before = idsBefore(one, ends, Math.min(...places))
        expect([...idsOf(reading)]).toEqual(expect.arrayContaining(before))
        const lined = one.between === '\n' && one.format !== 'csv'
        if (lined) expect(idsOf(reading).size).toBeGreaterThanOrEqual(one.ids.length - 2 * places.length)
      }),
      runs,
    )
  })

  it('spliced from pieces of others never fail', async () => {
    const piece = fc.tuple(
      sample,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { minLength: 1, maxLength: 5 }),
        format,
        chunk,
        async (pieces, as, size) => {
          const parts = pieces.map(([one, from, to]) => {
            const { bytes } = bytesOf(one)
            return bytes.subarray(
              Math.floor(Math.min(from, to) * bytes.length),
              Math.ceil(Math.max(from, to) * bytes.length),
            )
          })
          await read(Buffer.concat(parts), { format: as, chunk: size })
        },
      ),
      runs,
    )
  })

  it('in which one record is no JSON lose that one only', async () => {
    const lined = samples.filter(({ between, format: one }) => between === '\n' && one !== 'csv')
    await fc.assert(
      fc.asyncProperty(
        labelled(lined),
        fc.integer({ min: 0, max: 5 }),
        fc.string(),
        chunk,
        async (one, index, junk, size) => {
          const line = `! ${junk.replace(/[\r\n{[]/g, '')}`
          const records = one.records.map((record, i) => (i === index ? line : record))
          const reading = await read(bytesOf({ ...one, records }).bytes, { format: one.format, chunk: size })
          expect(reading.records.map(({ externalId }) => externalId)).toEqual(
            one.ids.filter((_, i) => i !== index),
          )
          expect(reading.skips.map(({ line: at }) => at)).toEqual([index + 1])
        },
      ),
      runs,
    )
  })
})

describe('hostile files', () => {
  it('of any bytes never fail, whatever they are taken for', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), format, chunk, async (bytes, as, size) => {
        await read(bytes, { format: as, chunk: size })
      }),
      { numRuns: 300 },
    )
  })

  it('of any text with the marks of the formats never fail', async () => {
    const mark = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      '\n',
      '\r',
      ' ',
      'From ',
      'From a@b Fri Jan 5 10:00:00 2024\n',
      '{"issues":[',
      '{"tickets":[',
      '{"bugs":{',
      '{"casebench":1,"records":[',
      '"fields":{',
      '"id":1',
      '""',
      '\u0000',
      '\ufeff',
      'Subject: x\n',
      'a,b\n',
      '\t',
      '-',
      'null',
      '1e999',
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(mark, fc.string({ maxLength: 4 })), { maxLength: 60 }),
        format,
        chunk,
        async (parts, as, size) => {
          await read(Buffer.from(parts.join('')), { format: as, chunk: size })
        },
      ),
      { numRuns: 300 },
    )
  })

  it('that hold any value in any place keep every limit', async () => {
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.constantFrom(
        'x'.repeat(2000),
        '\ud800',
        '__proto__',
        1e300,
        -1,
        '2024-01-05',
        'javascript:x',
        { login: 'a b' },
        [[]],
      ),
    )
    const tracker = labelled(samples.filter(({ records }) => records[0]?.startsWith('{')))
    const key = fc.double({ min: 0, max: 0.999, noNaN: true })
    await fc.assert(
      fc.asyncProperty(
        tracker,
        fc.array(fc.tuple(key, value), { minLength: 1, maxLength: 6 }),
        async (one, changes) => {
          const records = one.records.map((record) => {
            const object = JSON.parse(record) as Record<string, unknown>
            for (const [part, put] of changes) replaceAt(object, part, put)
            return JSON.stringify(object)
          })
          await read(bytesOf({ ...one, records }).bytes, { format: one.format })
        },
      ),
      { numRuns: 200 },
    )
  })
})

/** Puts a value in place of one of the members of an object, or of an object inside it. */
const replaceAt = (object: Record<string, unknown>, part: number, put: unknown): void => {
  const places: [Record<string, unknown>, string][] = []
  const walk = (at: Record<string, unknown>) => {
    for (const [name, member] of Object.entries(at)) {
      places.push([at, name])
      if (typeof member === 'object' && member !== null) walk(member as Record<string, unknown>)
    }
  }
  walk(object)
  const place = places[Math.floor(part * places.length)]
  if (place) place[0][place[1]] = structuredClone(put)
}
