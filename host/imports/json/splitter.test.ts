import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { JsonSplitter } from './splitter.ts'
import type { JsonUnit } from './unit.ts'

const wrappers = {
  triggers: new Set(['issues', 'data']),
  inside: new Set(['users', 'data.list', 'data.list.nodes']),
}

const split = (
  text: string,
  { chunk = 1 << 20, maxBytes = 1 << 20, only = undefined as Set<string> | undefined } = {},
) => {
  const splitter = new JsonSplitter({ wrappers, maxBytes, ...(only ? { only } : {}) })
  const bytes = Buffer.from(text)
  const units: JsonUnit[] = []
  for (let at = 0; at < bytes.length; at += chunk)
    units.push(...splitter.push(bytes.subarray(at, at + chunk)))
  units.push(...splitter.end())
  return units
}

const short = (units: JsonUnit[]) =>
  units.map((unit) =>
    unit.type === 'skip'
      ? `${unit.line} skip`
      : `${unit.line} ${[unit.path, unit.key].filter(Boolean).join('/')} ${JSON.stringify(unit.value)}`,
  )

describe('splitting JSON into records', () => {
  it('takes one object per line, whatever ends the lines', () => {
    expect(short(split('{"a":1}\n\n{"a":2}\r\n  {"a":3} \n{"a":4}'))).toEqual([
      '1  {"a":1}',
      '3  {"a":2}',
      '4  {"a":3}',
      '5  {"a":4}',
    ])
  })

  it('loses only the line that was cut off, wherever it was', () => {
    for (const cut of ['{"a":', '{"a": ', '{"a"', '{"a":{"b":1', '{"a":1,', '{"a":["x"', '{'])
      expect(short(split(`{"n":1}\n${cut}\n{"n":3}\n{"n":4}\n`))).toEqual([
        '1  {"n":1}',
        '2 skip',
        '3  {"n":3}',
        '4  {"n":4}',
      ])
    expect(short(split('{"a":\n{"n":2}\n{"n":3}'))).toEqual(['1 skip', '2  {"n":2}', '3  {"n":3}'])
  })

  it('takes objects one after another, on one line or on many', () => {
    const text = '{"a":1}{"a":{"b":[1,2]}} {"a":3}\n{\n  "a": "x{]\\"",\n  "b": []\n}\n{"a":5}'
    expect(short(split(text))).toEqual([
      '1  {"a":1}',
      '1  {"a":{"b":[1,2]}}',
      '1  {"a":3}',
      '2  {"a":"x{]\\"","b":[]}',
      '6  {"a":5}',
    ])
  })

  it('takes the elements of lists, of lists of pages and of lists one after another', () => {
    expect(short(split('[{"a":1},\n{"a":2}]\n[[{"a":3}],[{"a":4}]]'))).toEqual([
      '1  {"a":1}',
      '2  {"a":2}',
      '3  {"a":3}',
      '3  {"a":4}',
    ])
  })

  it('looks into wrappers and gives out what stands beside the list', () => {
    const text =
      '{"total":2,"names":{"x":"y"},\n"issues":[{"a":1},\n {"a":2}\n],"users":[{"id":1}],"more":null}'
    expect(short(split(text, { chunk: 3 }))).toEqual([
      '1 total 2',
      '1 names {"x":"y"}',
      '2 issues {"a":1}',
      '3 issues {"a":2}',
      '4 users {"id":1}',
      '4 more null',
    ])
  })

  it('follows a path of wrappers', () => {
    const text = '{"data":{"list":{"total":1,"nodes":[{"a":1},{"a":2}]}}}'
    const wanted = ['1 data.list/total 1', '1 data.list.nodes {"a":1}', '1 data.list.nodes {"a":2}']
    expect(short(split(`${text}\n`))).toEqual(wanted)
    expect(short(split(text, { chunk: 5 }))).toEqual(wanted)
  })

  it('builds only what is asked for', () => {
    const text = '{"names":{"x":"y"},"issues":[{"a":1}],"users":[{"id":1}]}'
    const only = new Set(['names', 'users'])
    expect(short(split(text, { only, chunk: 4 }))).toEqual(['1 names {"x":"y"}', '1 users {"id":1}'])
    expect(short(split(`${text}\n`, { only }))).toEqual(['1 names {"x":"y"}', '1 users {"id":1}'])
  })

  it('does not take what every object inherits for a wrapper', () => {
    expect(short(split('{"__proto__":{"issues":[1]},"constructor":{}}\n'))).toHaveLength(1)
  })

  it('reads the NaN that Python writes as null', () => {
    expect(short(split('{"a":NaN,"b":[Infinity, -Infinity],"c":"NaN"}\n'))).toEqual([
      '1  {"a":null,"b":[null,null],"c":"NaN"}',
    ])
  })

  it('says where a file was cut off', () => {
    expect(split('[{"a":1},\n{"a":2},\n{"a":"x').at(-1)).toEqual({
      type: 'skip',
      line: 3,
      reason: 'The file ends in the middle of this record.',
    })
    expect(split('[{"a":1},\n').at(-1)).toMatchObject({ type: 'skip', line: 2 })
    expect(split('{"issues":[{"a":1},{"a').at(-1)).toMatchObject({ type: 'skip', line: 1 })
    expect(split('{"a":1}\n{"a":').at(-1)).toMatchObject({ type: 'skip', line: 2 })
  })
})

describe('splitting damaged JSON', () => {
  const good = (units: JsonUnit[]) => units.flatMap((unit) => (unit.type === 'value' ? [unit.line] : []))
  const bad = (units: JsonUnit[]) => units.flatMap((unit) => (unit.type === 'skip' ? [unit.line] : []))

  it.each([
    ['a text that is not closed', '{"id":2,"t":"x'],
    ['a missing bracket', '{"id":2,"t":{"x":1}'],
    ['a bracket too many', '{"id":2}}'],
    ['no JSON at all', 'Traceback (most recent call last):'],
    ['a bad escape', '{"id":2,"t":"\\x"}'],
    ['a number that is none', '{"id":2,"t":01-}'],
  ])('loses one line to %s', (_, damaged) => {
    const units = split(`{"id":1,"t":"a"}\n${damaged}\n{"id":3,"t":"c"}\n{"id":4,"t":"d"}\n`, { chunk: 7 })
    expect(good(units).filter((line) => line !== 2)).toEqual([1, 3, 4])
    expect(bad(units)).toEqual([2])
  })

  it('finds the next record of a list on one line', () => {
    const damaged = '{"id":2,"user":{"login":"x","labels":[{"name":"a"},{"name":"b"}]'
    const units = split(`[{"id":1,"t":[{"name":"q"}]},${damaged},{"id":3},{"id":4}]`)
    expect(units.flatMap((unit) => (unit.type === 'value' ? [unit.value] : []))).toEqual([
      { id: 1, t: [{ name: 'q' }] },
      { id: 3 },
      { id: 4 },
    ])
    expect(bad(units)).toEqual([1])
  })

  it('finds the next record of an indented list in a wrapper', () => {
    const text = JSON.stringify(
      {
        issues: [
          { id: 1, l: [{ n: 1 }] },
          { id: 2, l: [{ n: 1 }] },
          { id: 3, l: [] },
        ],
      },
      null,
      2,
    )
    const lines = text.split('\n')
    const second = lines.findIndex((line) => line.includes('"id": 2'))
    lines.splice(second + 2, 1)
    const units = split(lines.join('\n'), { chunk: 11 })
    expect(units.flatMap((unit) => (unit.type === 'value' ? [unit.value] : []))).toEqual([
      { id: 1, l: [{ n: 1 }] },
      { id: 3, l: [] },
    ])
    expect(bad(units)).toEqual([second])
  })

  it('skips a record that is too long without keeping it', () => {
    const text = `{"id":1}\n{"id":2,"t":"${'x'.repeat(5000)}"}\n{"id":3}\n`
    for (const chunk of [100, 1 << 20]) {
      const units = split(text, { maxBytes: 1000, chunk })
      expect([good(units), bad(units)]).toEqual([[1, 3], [2]])
    }
    const listed = split(`[{"id":1},{"id":2,"t":["${'x'.repeat(5000)}"]},{"id":3}]`, {
      maxBytes: 1000,
      chunk: 100,
    })
    expect([good(listed).length, bad(listed)]).toEqual([2, [1]])
  })

  it('does not follow lists in lists without end', () => {
    const units = split(`${'['.repeat(100_000)}\n`, { chunk: 1000 })
    expect([good(units), bad(units)]).toEqual([[], [1]])
  })

  it('refuses what is nested so deep that nobody could walk it', () => {
    const units = split(`{"id":1}\n{"a":${'['.repeat(100_000)}\n{"id":3}\n`, { chunk: 1000 })
    expect(good(units)).toEqual([1, 3])
    expect(bad(units)).toEqual([2])
  })
})

describe('any JSON', () => {
  const value = fc
    .jsonValue({ maxDepth: 4 })
    .filter((one) => typeof one === 'object' && one !== null && !Array.isArray(one))

  it('comes out as it went in, in chunks of any size and in any layout', () => {
    fc.assert(
      fc.property(
        fc.array(value, { maxLength: 6 }),
        fc.integer({ min: 1, max: 50 }),
        fc.constantFrom('lines', 'list', 'pretty', 'joined', 'pretty joined'),
        (values, chunk, layout) => {
          const texts = values.map((one) => JSON.stringify(one, null, layout.startsWith('pretty') ? 2 : 0))
          let text = texts.join(layout === 'lines' ? '\n' : '')
          if (layout === 'list' || layout === 'pretty')
            text = JSON.stringify(values, null, layout === 'pretty' ? 1 : 0)
          const plain = new JsonSplitter({ wrappers: { triggers: new Set(), inside: new Set() } })
          const units: JsonUnit[] = []
          const bytes = Buffer.from(text)
          for (let at = 0; at < bytes.length; at += chunk)
            units.push(...plain.push(bytes.subarray(at, at + chunk)))
          units.push(...plain.end())
          const wanted = values.map((one) => JSON.parse(JSON.stringify(one)))
          expect(units.map((unit) => (unit.type === 'value' ? unit.value : unit))).toEqual(wanted)
        },
      ),
    )
  })
})
