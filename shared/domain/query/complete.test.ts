import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { completeAt } from './complete.ts'
import { fieldNames } from './fields.ts'
import { parseQuery } from './parse.ts'

/** Completes at `|`. */
const at = (marked: string) => {
  const cursor = marked.indexOf('|')
  const text = marked.replace('|', '')
  const found = completeAt(text, cursor)
  if (!found) return null
  const { start, end, options, ...rest } = found
  return { ...rest, place: text.slice(start, end), inserts: options.map(({ insert }) => insert) }
}

describe('fields', () => {
  test.each([
    ['|', '', ''],
    ['a |', '', ''],
    ['a | b', '', ''],
    ['sta|', 'sta', 'sta'],
    ['-sta|', 'sta', 'sta'],
    ['(a OR st|', 'st', 'st'],
    ['s|ta b', 's', 'sta'],
    ['st|atus:open', 'st', 'status:'],
    ['status|:open', 'status', 'status:'],
    ['(|)', '', ''],
  ])('%s', (text, prefix, place) => {
    expect(at(text)).toMatchObject({ kind: 'field', prefix, place })
  })

  test('offers what begins so', () => {
    expect(at('s|')?.inserts).toEqual(['status:', 'severity:', 'source:'])
    expect(at('|')?.inserts).toEqual(fieldNames.map((field) => `${field}:`))
    expect(at('pool|')?.inserts).toEqual([])
  })

  test.each(['"status|', '"a | b"', 'ORA-0|', 'java.lang.O|', '"a|'])('nothing in %s', (text) => {
    expect(at(text)).toBeNull()
  })
})

describe('values', () => {
  test.each([
    ['status:|', 'status', '', '', ['new', 'open', 'waiting', 'solved', 'closed']],
    ['status:o|', 'status', 'o', 'o', ['open']],
    ['status:open,|', 'status', '', '', ['new', 'waiting', 'solved', 'closed']],
    ['status:o|,closed', 'status', 'o', 'o', ['open']],
    ['-is:m|erged x', 'is', 'm', 'merged', ['mine', 'merged']],
    ['severity:<|', 'severity', '<', '<', ['<=2']],
    [
      '(kind:|)',
      'kind',
      '',
      '',
      ['question', 'how-to', 'integration', 'troubleshooting', 'defect', 'security'],
    ],
    ['owner:M|', 'owner', 'M', 'M', ['me']],
    ['customer:"Acme In|', 'customer', 'Acme In', '"Acme In', []],
    ['customer:"Acme |Inc",x', 'customer', 'Acme ', '"Acme Inc"', []],
    ['updated:<|', 'updated', '<', '<', ['<7d', '<4w']],
  ])('%s', (text, field, prefix, place, inserts) => {
    const found = at(text)
    expect(found).toEqual({ kind: 'value', field, prefix, place, inserts: expect.arrayContaining(inserts) })
    expect(found?.inserts).toHaveLength(inserts.length)
  })
})

test('every option gives a query that can be read', () => {
  const unit = fc.constantFrom('status:', 'is:', 'a', ' ', ',', '"', '(', 'o', '-', 'due:', '<')
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 8 }), fc.nat(20), (text, cursor) => {
      const place = Math.min(cursor, text.length)
      const found = completeAt(text, place)
      fc.pre(found !== null && parseQuery(text, { typing: true }).ok)
      expect(found.start).toBeLessThanOrEqual(place)
      expect(found.end).toBeGreaterThanOrEqual(place)
      for (const { start, end, insert } of found.options) {
        const completed = `${text.slice(0, start)}${insert}`
        expect([start, end]).toEqual([found.start, found.end])
        expect(parseQuery(completed, { typing: true }).ok, completed).toBe(true)
      }
    }),
    { numRuns: 1000 },
  )
})
