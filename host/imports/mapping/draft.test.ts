import { describe, expect, it } from 'vitest'
import { caseFields, component, limits, tag, title } from '../../../shared/domain/entities.ts'
import type { ImportRecord } from '../record.ts'
import { type Draft, finish } from './draft.ts'
import { Original, originalLimit } from './original.ts'

const draft = (more: Partial<Draft>): Draft => ({
  system: 'test',
  externalId: '1',
  title: 'A title',
  description: '',
  original: new Original(),
  ...more,
})

const record = (more: Partial<Draft>): ImportRecord => {
  const finished = finish(draft(more))
  if (typeof finished === 'string') throw new Error(finished)
  return finished
}

describe('a finished record', () => {
  it('cuts a title that is too long and keeps the whole of it', () => {
    const long = `${'x'.repeat(498)}😀😀 end`
    const done = record({ title: `  ${long}\n` })
    expect(title.safeParse(done.title).success).toBe(true)
    expect(done.title).toBe(`${'x'.repeat(498)}…`)
    expect(done.original.title).toBe(long)
  })

  it('cuts texts that are too long, says so, and keeps the whole as a file', () => {
    const long = 'ä'.repeat(limits.text + 5)
    const event = {
      externalId: 'e',
      kind: 'message',
      lane: 'customer',
      author: null,
      at: 5e11,
      body: long,
    } as const
    const done = record({ description: long, events: [event], createdAt: 4e11 })
    expect(caseFields.shape.description.safeParse(done.description).success).toBe(true)
    expect(done.description).toContain(
      '[Cut here. The whole text of 1000005 characters is in the file description.txt.]',
    )
    expect(done.events.map(({ externalId, at, files }) => [externalId, at, files?.[0]?.name])).toEqual([
      ['description', 4e11, 'description.txt'],
      ['e', 5e11, 'message.txt'],
    ])
    const [file] = done.events[1]?.files ?? []
    expect(file?.content).toEqual(Buffer.from(long))
  })

  it('makes tags valid, each once, and keeps those beyond the limit', () => {
    const many = Array.from({ length: 120 }, (_, i) => `t${i}`)
    const done = record({ tags: ['needs info', 'a,b"c', ' x ', 'x', '', 7, null, '-', ...many] })
    expect(done.tags.slice(0, 4)).toEqual(['needs-info', 'a-b-c', 'x', '7'])
    expect(done.tags.every((one) => tag.safeParse(one).success)).toBe(true)
    expect([done.tags.length, (done.original.tags as string[]).length]).toEqual([100, 24])
  })

  it('moves dates that cannot be to the original fields', () => {
    const done = record({ createdAt: '0001-01-01T00:00:00Z', updatedAt: 'yesterday', dueAt: '2024-01-05' })
    expect(done).not.toHaveProperty('createdAt')
    expect(done.original).toEqual({ createdAt: '0001-01-01T00:00:00Z', updatedAt: 'yesterday' })
    expect(done.dueAt).toBe(Date.parse('2024-01-05'))
  })

  it('tells events of the same identifier apart, and names those without one the same every time', () => {
    const event = { kind: 'message', lane: 'customer', author: null, at: 5e11, body: 'x' } as const
    const events = [
      { ...event, externalId: 7 },
      { ...event, externalId: '7' },
      { ...event, externalId: undefined },
    ]
    const [one, other] = [record({ events }), record({ events })]
    expect(one).toEqual(other)
    expect(one.events.map(({ externalId }) => externalId).slice(0, 2)).toEqual(['7', '7~2'])
    expect(one.events[2]?.externalId).toMatch(/^[0-9a-f]{32}$/)
  })

  it('keeps only addresses of the web, and no half characters or zeros', () => {
    expect(record({ url: 'javascript:alert(1)' })).not.toHaveProperty('url')
    expect(record({ url: 'https://example.org/1' }).url).toBe('https://example.org/1')
    expect(record({ description: 'a\0b\ud800c' }).description).toBe('a\ufffdb\ufffdc')
  })

  it('shortens an identifier of any length to one that stays its own', () => {
    const [one, other] = [
      record({ externalId: `${'x'.repeat(500)}1` }),
      record({ externalId: `${'x'.repeat(500)}2` }),
    ]
    expect(one.externalId).not.toBe(other.externalId)
    expect(one.externalId.length).toBeLessThanOrEqual(limits.name)
  })

  it('needs a title and an identifier', () => {
    expect(finish(draft({ title: ' \n ' }))).toBe('The title is missing.')
    expect(finish(draft({ title: { a: 1 } }))).toBe('The title is missing.')
    expect(finish(draft({ externalId: null }))).toBe('The identifier is missing.')
  })

  it('holds each component once and within its limits', () => {
    const one = { kind: 'product', name: 'Tomcat', version: '10', purl: '' } as const
    const done = record({ components: [one, null, { ...one, name: 'tomcat' }, { ...one, version: '11' }] })
    expect(done.components.map(({ version }) => version)).toEqual(['10', '11'])
    expect(done.components.every((value) => component.safeParse(value).success)).toBe(true)
  })
})

describe('original fields', () => {
  it('are bounded in size, number and depth, and say what was left out', () => {
    const original = new Original()
    let deep: unknown = 1
    for (let i = 0; i < 5000; i++) deep = [deep]
    original.keep('deep', deep)
    original.keep('large', 'x'.repeat(originalLimit + 1))
    original.keep('small', 'y')
    for (let i = 0; i < 2000; i++) original.keep(`f${i}`, i)
    expect(original.fields).toMatchObject({ deep: '[Left out: nested too deep]', small: 'y' })
    expect(original.fields.large).toBe('[Left out: about 257 KB]')
    expect(Object.keys(original.fields)).toHaveLength(1000)
    expect(JSON.stringify(original.fields).length).toBeLessThan(originalLimit * 1.1)
  })

  it('cannot change what an object is', () => {
    const original = new Original()
    original.keepRest(
      JSON.parse('{"__proto__":{"polluted":true},"constructor":1,"empty":[],"none":null}'),
      new Set(),
    )
    expect(Object.getPrototypeOf(original.fields)).toBe(Object.prototype)
    expect(original.fields).toEqual({ '(__proto__)': { polluted: true }, constructor: 1 })
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })
})
