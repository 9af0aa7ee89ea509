import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openIndex } from '../../../test/support/search-index.ts'
import { parseQuery } from '../query/parse.ts'
import { highlight } from './highlight.ts'
import { type Snippet, snippetOf } from './snippet.ts'
import { type Term, termsOf } from './terms.ts'

const termsIn = (query: string, typing = false): Term[] => {
  const result = parseQuery(query, { typing })
  if (!result.ok) throw new Error(result.error.message)
  return termsOf(result.query)
}

/** The text with what is shown as found in brackets. */
const marked = (text: string, ranges: readonly { start: number; end: number }[]): string =>
  [...ranges]
    .reverse()
    .reduce(
      (all, { start, end }) => `${all.slice(0, start)}[${all.slice(start, end)}]${all.slice(end)}`,
      text,
    )

const shown = (query: string, text: string) => marked(text, highlight(text, termsIn(query)))

describe('highlight', () => {
  test.each([
    ['pool', 'Pool, pooling, POOL', '[Pool], pooling, [POOL]'],
    ['pool*', 'Pool, pooling, carpool', '[Pool], [pool]ing, carpool'],
    ['cafe', 'Café cafe\u0301 cafés', '[Café] [cafe\u0301] cafés'],
    ['istanbul', 'İSTANBUL', '[İSTANBUL]'],
    ['ORA-00060', 'ORA-00060 ORA_00060 XORA-00060 ORA-000600', '[ORA-00060] ORA_00060 XORA-00060 ORA-000600'],
    ['ora00060', 'ORA-00060, ora00060', '[ORA-00060], [ora00060]'],
    ['1.28', '1.28 10.1.28 1.28.5 x1.28', '[1.28] 10.1.28 [1.28].5 x1.28'],
    [
      '"pool exhausted"',
      'pool\n  exhausted pool: exhausted pool is exhausted',
      '[pool\n  exhausted] [pool: exhausted] pool is exhausted',
    ],
    ['"10 28"', '10 28 10.28', '[10 28] 10.28'],
    ['"HTTP/1.1 500"', 'HTTP/1.1 500 HTTP 1.1 500', '[HTTP/1.1 500] HTTP 1.1 500'],
    ['apache.jasper jasper', 'org.apache.jasper.X', 'org.[apache.jasper].X'],
    ['据库', '数据库连接池', '数[据库]连接池'],
    ['tomcat', '使用Tomcat部署', '使用[Tomcat]部署'],
    ['pool -exhausted (a OR tag:x)', 'a pool exhausted', '[a] [pool] exhausted'],
    ['a.b(c)+?', 'a.b(c)+? axb', '[a.b(c])+? axb'],
    ['status:open', 'status open', 'status open'],
  ])('%s in %s', (query, text, expected) => {
    expect(shown(query, text)).toBe(expected)
  })

  test('a word is shown exactly where the index finds it', () => {
    const character = fc.constantFrom(...'aAáÁe\u0301\u0345bʙñK ſs.-_0९ßΣςσ𠮷🤖連 ')
    const text = fc.string({ unit: character, maxLength: 12 })
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'aáebskσß'), minLength: 1, maxLength: 2 }),
        text,
        (word, text) => {
          using index = openIndex([[1, text]])
          const found = index.find(`"${word}"`).length > 0
          // Ideographs are the one place where we look closer than SQLite.
          fc.pre(!text.includes('連'))
          expect(highlight(text, termsIn(word)).length > 0).toBe(found)
        },
      ),
      { numRuns: 1000 },
    )
  })

  test('ranges are in order, apart and inside', () => {
    const unit = fc.constantFrom('a', 'b', 'ab', ' ', '.', '10', '連', '\u0301', '\n')
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 40 }), fc.string({ unit, maxLength: 6 }), (text, query) => {
        const result = parseQuery(`${query} a "a b" ab*`)
        fc.pre(result.ok)
        let before = -1
        for (const { start, end } of highlight(text, termsOf(result.query))) {
          expect(start).toBeGreaterThan(before)
          expect(end).toBeGreaterThan(start)
          before = end
        }
        expect(before).toBeLessThanOrEqual(text.length)
      }),
    )
  })
})

const passage = (query: string, ...texts: string[]): Snippet | null =>
  snippetOf(
    texts.map((text, place) => ({ where: String(place), text })),
    termsIn(query),
  )

const brief = (snippet: Snippet | null) =>
  snippet && `${snippet.where}: ${marked(snippet.text, snippet.highlights)}`

describe('snippet', () => {
  const filler = 'lorem ipsum dolor sit amet '.repeat(40)

  test('short texts come whole, on one line', () => {
    expect(brief(passage('pool', ' \t the  pool\r\n\r\n  is\u0000 exhausted  '))).toBe(
      '0: the [pool] is exhausted',
    )
  })

  test('long texts come as the densest passage, cut between words', () => {
    const snippet = passage('pool exhausted', `${filler}pool ${filler}the pool was exhausted; ${filler}`)
    expect(brief(snippet)).toMatch(/^0: …\S.* the \[pool\] was \[exhausted\]; .*\S…$/)
    expect(snippet?.text.length).toBeLessThanOrEqual(164)
    expect(snippet?.text.length).toBeGreaterThan(110)
    expect(snippet?.text).toMatch(/^…(lorem|ipsum|dolor|sit|amet) /)
    expect(snippet?.text).toMatch(/ (lorem|ipsum|dolor|sit|amet) ?…$/)
  })

  test('the text with the most terms wins, then the most hits, then the first', () => {
    expect(passage('a b', 'a', 'x b a', 'a b')?.where).toBe('1')
    expect(passage('a OR b', 'a', 'a a', 'b b')?.where).toBe('1')
    expect(passage('a', 'none', 'nothing')).toBeNull()
    expect(passage('status:open', 'open')).toBeNull()
  })

  test('a hit longer than a passage is shown from its beginning', () => {
    const phrase = 'word '.repeat(60).trim()
    expect(passage(`"${phrase}"`, `${filler}${phrase} ${filler}`)?.highlights).toHaveLength(1)
  })

  test('highlights are the hits, whatever the white space', () => {
    const unit = fc.constantFrom('pool ', 'x', ' ', '\n\t ', 'exhausted', '.', 'lorem ipsum ', '😀', 'ü')
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 200 }), (text) => {
        const snippet = passage('pool exhausted', text)
        fc.pre(snippet !== null)
        const { text: line, highlights } = snippet
        expect(highlights.length).toBeGreaterThan(0)
        for (const { start, end } of highlights) expect(line.slice(start, end)).toMatch(/^(pool|exhausted)$/)
        expect(line).not.toMatch(/\s\s|[\t\n]/)
        expect(line.isWellFormed()).toBe(true)
        expect(line.length).toBeLessThanOrEqual(164)
      }),
    )
  })

  test('megabytes without a hit, or full of hits, are bounded work', () => {
    const texts = ['a.b '.repeat(1_000_000), 'pool '.repeat(1_000_000), `${'x'.repeat(3_000_000)} pool`]
    expect(texts.map((text) => passage('"pool exhausted" a.b.c pool', text)?.highlights.length ?? 0)).toEqual(
      [0, 32, 0],
    )
  })
})
