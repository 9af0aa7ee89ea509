import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { shapeOf } from '../../../test/support/any-query.ts'
import type { Query } from './ast.ts'
import { formatQuery } from './format.ts'
import { type Parsed, parseQuery, queryLimits } from './parse.ts'

const parsed = (text: string, typing = false): Query => {
  const result = parseQuery(text, { typing })
  if (!result.ok) throw new Error(`${text}: ${result.error.message}`)
  return result.query
}

const error = (text: string) => {
  const result: Parsed = parseQuery(text)
  if (result.ok) throw new Error(`${text} was read as ${JSON.stringify(result.query)}`)
  const { message, start, end } = result.error
  return [message, text.slice(start, end)]
}

/** The tree as a short text of its own, so that a test reads at a glance. */
const brief = (query: Query): string => {
  switch (query.kind) {
    case 'text':
      return `${query.text}${query.prefix ? '…' : ''}`
    case 'filter':
      return formatQuery(query)
    case 'not':
      return `not(${brief(query.item)})`
    default:
      return `${query.kind}(${query.items.map(brief).join(' | ')})`
  }
}
const read = (text: string, typing = false) => brief(parsed(text, typing))

describe('words and phrases', () => {
  test.each([
    ['', 'and()'],
    ['pool', 'pool'],
    ['pool exhausted', 'and(pool | exhausted)'],
    ['"pool  exhausted"', 'pool exhausted'],
    ['“pool exhausted”', 'pool exhausted'],
    ['"say ""no"" twice"', 'say "no" twice'],
    ['ORA-00060 HTTP/1.1 CB-1042', 'and(ORA-00060 | HTTP/1.1 | CB-1042)'],
    ['org.apache.jasper.JasperException', 'org.apache.jasper.JasperException'],
    ['java.lang.Foo:12 C:\\temp http://x/y a::b', 'and(java.lang.Foo:12 | C:\\temp | http://x/y | a::b)'],
    ['foo:bar tag://x Std::move', 'and(foo:bar | tag://x | Std::move)'],
    ['tomc* "pool exh"*', 'and(tomc… | pool exh…)'],
    ['-tomcat -"a b" --verbose', 'and(not(tomcat) | not(a b) | --verbose)'],
    ['f(x) - * ... ) ]', 'f(x)'],
    ['a AND b', 'and(a | b)'],
  ])('%s', (text, tree) => {
    expect(read(text)).toBe(tree)
  })

  test('OR binds its neighbours, parentheses group', () => {
    expect(read('is:mine a OR b OR c d')).toBe('and(is:mine | or(a | b | c) | d)')
    expect(read('(a b) OR -(c d)')).toBe('or(and(a | b) | not(and(c | d)))')
    expect(read('(main(args) OR ((x)))')).toBe('or(main(args) | x)')
    expect(read('or ORA-1 ORDER')).toBe('and(or | ORA-1 | ORDER)')
  })
})

describe('filters', () => {
  test.each([
    ['status:open,WAITING', 'status:open,waiting'],
    ['Severity:<=2', 'severity:1,2'],
    ['severity:>2', 'severity:3,4'],
    ['severity:2..3', 'severity:2,3'],
    ['severity:4,1,4', 'severity:1,4'],
    ['customer:"Acme, Inc",globex', 'customer:"Acme, Inc",globex'],
    ['customer:"A ""B"""', 'customer:"A ""B"""'],
    ['tag:post*,x', 'tag:post*,x'],
    ['-tag:x', 'not(tag:x)'],
    ['(owner:me)', 'owner:me'],
    ['has:patch,run is:unsolved source:github', 'and(has:patch,run | is:unsolved | source:github)'],
    ['updated:<7D created:>=2w', 'and(updated:<7d | created:>2w)'],
    ['updated:2026-01-01..2026-02-01', 'updated:2026-01-01..2026-02-01'],
    ['updated:>2026-12-31', 'updated:2027-01-01..'],
    ['updated:<2026-03', 'updated:..2026-02'],
    ['created:<=2026', 'created:..2026'],
    ['due:Today', 'due:today'],
  ])('%s', (text, tree) => {
    expect(read(text)).toBe(tree)
  })

  test('carry their places in the text', () => {
    const query = parsed('a  status:open (b OR "c d")')
    expect(query).toMatchObject({
      items: [
        { text: 'a', start: 0, end: 1 },
        { kind: 'filter', start: 3, end: 14 },
        {
          kind: 'or',
          items: [
            { start: 16, end: 17 },
            { start: 21, end: 26 },
          ],
        },
      ],
    })
  })
})

describe('errors teach', () => {
  test.each([
    ['severity:9', 'There is no severity 9; it goes from 1 to 4.', '9'],
    [
      'severity:high',
      '“high” is not a severity; write one from 1 to 4, or a range such as severity:<=2.',
      'high',
    ],
    ['severity:<1', 'No severity is in <1; it goes from 1 to 4.', '<1'],
    ['a status:opn', 'There is no status “opn”. Did you mean status:open?', 'opn'],
    [
      'kind:zzzz',
      'There is no kind “zzzz”. It can be question, how-to, integration, troubleshooting, defect or security.',
      'zzzz',
    ],
    [
      'stauts:open',
      'There is no filter “stauts:”. Did you mean status:? To look for the text, put it in quotes: "stauts:open".',
      'stauts:',
    ],
    ['updated:soon', '“soon” is not a date; write one such as 2026-01-31, 2026-01 or 2026.', 'soon'],
    ['updated:2026-02-30', 'There is no 2026-02-30 in the calendar from 1970 to 2199.', '2026-02-30'],
    ['updated:2026-02..2025', 'The range 2026-02..2025 ends before it begins.', '2026-02..2025'],
    ['updated:7d', 'Say “<7d” for the last 7d or “>7d” for longer ago.', '7d'],
    ['updated:<1d,<2d', 'updated: takes one stretch of time, such as updated:<7d.', '<2d'],
    [
      'status:open, waiting',
      'Write alternatives without a space after the comma, such as status:open,waiting.',
      ',',
    ],
    ['"pool', 'A quotation mark is open here and never closed.', '"pool'],
    ['(a b', 'A parenthesis is open here and never closed.', '('],
    ['a OR', 'OR needs something to look for on both sides, such as jdbc OR odbc.', 'OR'],
    ['OR a', 'OR needs something to look for on both sides, such as jdbc OR odbc.', 'OR'],
    ['a OR OR b', 'OR needs something to look for on both sides, such as jdbc OR odbc.', 'OR'],
    ['p*', 'A * needs two letters or more before it.', 'p*'],
  ])('%s', (text, message, place) => {
    expect(error(text)).toEqual([message, place])
  })

  test('an empty value names an example and the way out', () => {
    expect(error('a owner: b')[0]).toBe(
      'owner: needs a value right after the colon, such as owner:me. To look for the word itself, put it in quotes.',
    )
  })

  test('every bound is told', () => {
    expect(error('x'.repeat(2001))[0]).toBe('A query is at most 2000 characters long; this one has 2001.')
    expect(error('x '.repeat(65))[0]).toBe('A query holds 64 words and filters at most.')
    expect(error('('.repeat(17))[0]).toBe('Parentheses go 16 deep at most.')
    expect(read(`${'('.repeat(16)}x${')'.repeat(16)}`)).toBe('x')
  })

  test('slips are suggested, words are not', () => {
    for (const slip of [
      'sttaus:x',
      'onwer:me',
      'tga:x',
      'tags:x',
      'costumer:acme',
      'compnent:x',
      'create:<1d',
    ]) {
      expect(error(slip)[0]).toMatch(/^There is no filter .* Did you mean \w+:\?/)
    }
    for (const word of ['foo:bar', 'bind:9', 'error:1', 'x:y', 'id:5', 'server:up', 'Caused:x', 'statu: x']) {
      expect(parseQuery(word).ok, word).toBe(true)
    }
  })
})

describe('while typing', () => {
  test.each([
    ['pool exh', 'and(pool | exh…)'],
    ['pool exh ', 'and(pool | exh)'],
    ['pool e', 'pool'],
    ['ORA-', 'ORA-'],
    ['ORA-0', 'ORA-0…'],
    ['"pool ex', 'pool ex…'],
    ['"pool exh"', 'pool exh'],
    ['a OR', 'and(a | OR…)'],
    ['a OR ', 'a'],
    ['(aa OR bb', 'or(aa | bb…)'],
    ['a (', 'a'],
    ['a status:', 'a'],
    ['a status:op', 'a'],
    ['a status:open,', 'and(a | status:open)'],
    ['a severity:<', 'a'],
    ['updated:2026-0', 'and()'],
    ['customer:ac', 'customer:ac*'],
    ['customer:"Acme In', 'customer:"Acme In"*'],
    ['statsu:op', 'statsu:op…'],
    ['-', 'and()'],
    ['-tomc', 'not(tomc…)'],
  ])('%s', (text, tree) => {
    expect(read(text, true)).toBe(tree)
  })

  test('what is finished is still checked', () => {
    expect(parseQuery('status:opn x', { typing: true }).ok).toBe(false)
  })
})

describe('any text', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...'ab:"()-*, OR<>.12'), maxLength: 30 }),
  )

  test('is read or refused with a place inside it', () => {
    fc.assert(
      fc.property(text, fc.boolean(), (typed, typing) => {
        const result = parseQuery(typed, { typing })
        const { start, end } = result.ok ? result.query : result.error
        expect(start).toBeGreaterThanOrEqual(0)
        expect(end).toBeGreaterThanOrEqual(start)
        expect(end).toBeLessThanOrEqual(typed.length)
      }),
      { numRuns: 2000 },
    )
  })

  test('that can be read means the same after formatting', () => {
    fc.assert(
      fc.property(text, (typed) => {
        const result = parseQuery(typed)
        fc.pre(result.ok)
        const formatted = formatQuery(result.query)
        fc.pre(formatted.length <= queryLimits.length)
        expect(shapeOf(parsed(formatted))).toEqual(shapeOf(result.query))
      }),
      { numRuns: 2000 },
    )
  })

  test('is read in time linear to its length', () => {
    for (const typed of [
      '"'.repeat(2000),
      '-('.repeat(1000),
      'a('.repeat(1000),
      'status:'.repeat(280),
      'a OR '.repeat(60),
    ]) {
      expect(() => parseQuery(typed, { typing: true })).not.toThrow()
    }
  })
})
