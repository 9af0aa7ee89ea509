import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openIndex } from '../../../test/support/search-index.ts'
import { tokensOf } from './tokens.ts'

describe('joined tokens', () => {
  test.each<[string, string[]]>([
    ['plain words, and no more.', []],
    ['ORA-00060', ['oraζ00060']],
    ['org.apache.jasper.JasperException', ['orgζapache', 'apacheζjasper', 'jasperζjasperexception']],
    ['X-Forwarded-For user_name', ['xζforwarded', 'forwardedζfor', 'userζname']],
    ['10.1.28', ['10ζ1', '10ζ1ζ28']],
    ['tomcat-10.1', ['tomcatζ10', '10ζ1', 'tomcatζ10ζ1']],
    ['9.0-M1', ['9ζ0', '9ζ0ζm1']],
    ['at 10:22:33, host:8080 a::b', ['hostζ8080', 'aζb']],
    ['https://me@host/x', ['httpsζme', 'meζhost', 'hostζx']],
    ['C:\\temp $HOME -x- a....b', ['cζtemp']],
    ['数据库x, 用Tomcat9-1', ['x', 'tomcat9ζ1', 'tomcat9', '1', '数据', '据库', '库', '用']],
    ['ζωή τ-x', ['ττζx']],
    ['A\u0301-B', ['a\u0301ζb']],
    ['𠮷-a', ['𠮷ζa']],
  ])('of %s', (text, tokens) => {
    expect(tokensOf(text)).toEqual(tokens)
  })

  test('each once, none too long, and not without end', () => {
    expect(tokensOf('a-b A-B a_b')).toEqual(['aζb'])
    expect(tokensOf(`${'x'.repeat(50)}.${'y'.repeat(50)}.z`)).toEqual([`${'y'.repeat(50)}ζz`])
    expect(tokensOf('1.'.repeat(100_000)).every((token) => token.length <= 80)).toBe(true)
    const many = Array.from({ length: 60_000 }, (_, place) => `a-b${place.toString(36)}x`).join(' ')
    expect(tokensOf(many)).toHaveLength(50_000)
  })

  test('each is one term of the index', () => {
    const unit = fc.constantFrom(
      'a',
      'É',
      'e\u0301',
      '1',
      '.',
      '-',
      ':',
      ' ',
      'ζ',
      '連',
      '𠮷',
      '🤖',
      'İ',
      '\u0345',
    )
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 30 }), (text) => {
        const tokens = tokensOf(text)
        using index = openIndex(tokens.map((token, place) => [place + 1, token]))
        expect([...index.terms()].map(({ doc }) => doc)).toEqual(tokens.map((_, place) => place + 1))
      }),
      { numRuns: 300 },
    )
  })
})
