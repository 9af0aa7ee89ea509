import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesOf, textOf } from './bytes.ts'
import type { CastEvent, CastPart } from './cast.ts'
import { createCastParser, parseCast } from './parse.ts'
import { writeCast } from './write.ts'

const encode = (text: string) => new TextEncoder().encode(text)
const parse = (text: string) => parseCast(encode(text))
const rewritten = (parts: CastPart[]) => parse([...writeCast(parts)].join(''))
const events = (parts: CastPart[]) => parts.flatMap((part) => (part.type === 'event' ? [part.event] : []))
const damage = (parts: CastPart[]) => parts.flatMap((part) => (part.type === 'damaged' ? [part] : []))

const anyEvents = fc
  .array(
    fc.record({
      gap: fc.nat(10_000_000_000),
      code: fc.oneof(fc.constantFrom('o', 'i', 'r', 'm', 'x'), fc.string({ minLength: 1, unit: 'binary' })),
      data: fc.oneof(fc.string({ unit: 'binary' }), fc.uint8Array().map(textOf)),
    }),
  )
  .map((gaps) => {
    let time = 0
    return gaps.map(({ gap, code, data }): CastEvent => {
      time += gap
      return { time, code, data }
    })
  })

const anyFields = fc.dictionary(
  fc.string().filter((name) => !['version', 'term', '__proto__'].includes(name)),
  fc.jsonValue({ noUnicodeString: false }).map((value) => JSON.parse(JSON.stringify(value))),
)

describe('bytes', () => {
  it('come back from text whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ size: 'large' }), (bytes) => {
        expect(bytesOf(textOf(bytes))).toEqual(bytes)
      }),
    )
    expect(textOf(Uint8Array.of(0x61, 0xff, 0xc3, 0xa4))).toBe('a\udcffä')
  })

  it('are UTF-8 where text is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect([...bytesOf(text)]).toEqual([...encode(text)])
        expect(textOf(encode(text))).toBe(text)
      }),
    )
    expect(bytesOf('\ud800x')).toEqual(encode('\ufffdx'))
  })
})

describe('asciicast', () => {
  it('is read as it was written, in any chunks', () => {
    fc.assert(
      fc.property(anyEvents, anyFields, fc.integer({ min: 1, max: 50 }), (made, fields, size) => {
        const parts: CastPart[] = [
          { type: 'header', header: { version: 3, columns: 80, rows: 24, fields } },
          ...made.map((event) => ({ type: 'event', event }) as const),
        ]
        const bytes = encode([...writeCast(parts)].join(''))
        const parser = createCastParser()
        const read: CastPart[] = []
        for (let i = 0; i < bytes.length; i += size) read.push(...parser.push(bytes.subarray(i, i + size)))
        expect([...read, ...parser.end()]).toEqual(parts)
      }),
    )
  })

  it('keeps what it does not know', () => {
    const parts = parse(
      '{"version":3,"term":{"cols":9,"rows":2,"font":"x"},"child":{"a":[1]}}\n# said\n[0.5,"z",{"b":1},2]\n[0.25,"q"]\n',
    )
    expect(rewritten(parts)).toEqual(parts)
    expect(events(parts)).toEqual([
      { time: 5e8, code: 'z', data: '', more: [{ b: 1 }, 2] },
      { time: 7.5e8, code: 'q', data: '', more: [] },
    ])
  })

  it('turns version 2 into 3 to the microsecond', () => {
    const two =
      '{"version":2,"width":80,"height":24,"timestamp":5,"env":{"TERM":"xterm"},"theme":{"fg":"#fff"}}\n'
    const parts = parse(`${two}[3.000001,"o","a"]\n[3.000002,"u","b"]\n[1000000.1,"i","c"]\n`)
    const three = rewritten(parts)
    expect(events(three)).toEqual(events(parts))
    expect([...writeCast(parts)].slice(0, 3)).toEqual([
      '{"version":3,"term":{"cols":80,"rows":24,"type":"xterm","theme":{"fg":"#fff"}},"timestamp":5,"env":{"TERM":"xterm"}}\n',
      '[3.000001,"o","a"]\n',
      '[0.000001,"u","b"]\n',
    ])
  })

  it('turns version 1 into 3, on one line or many', () => {
    const one = {
      version: 1,
      width: 80,
      height: 24,
      duration: 1.5,
      command: 'ls',
      stdout: [
        [0.25, 'a'],
        [1.25, 'b'],
      ],
    }
    for (const text of [JSON.stringify(one), JSON.stringify(one, null, 2), `\n${JSON.stringify(one)}\n`]) {
      const parts = parse(text)
      expect(damage(parts)).toEqual([])
      expect(events(rewritten(parts)).map(({ time, data }) => [time, data])).toEqual([
        [2.5e8, 'a'],
        [1.5e9, 'b'],
      ])
      expect(parts[0]).toMatchObject({ header: { version: 1, fields: { duration: 1.5, command: 'ls' } } })
    }
  })

  it('names every damaged line and reads the others', () => {
    const parts = parse(
      '{"version":2,"width":80,"height":24}\n[1,"o","a"]\nrubbish\n{"a":1}\n["x","o","a"]\n[1,"o",5]\n[1]\n[0.5,"o","b"]\n[2,"o","c"]\n[3,"o","to',
    )
    expect(damage(parts).map(({ line, reason, torn }) => [line, reason, torn])).toEqual([
      [3, 'it is not JSON', false],
      [4, 'it is not a list', false],
      [5, 'its time is not a number', false],
      [6, 'its data is not a text', false],
      [7, 'it does not say what happened', false],
      [8, 'it goes back in time', false],
      [10, 'it is not JSON', true],
    ])
    expect(events(parts).map((event) => event.data)).toEqual(['a', 'b', 'c'])
  })

  it('says what is no asciicast', () => {
    for (const text of [
      '',
      'hello\nworld',
      '[]',
      '{"version":4}',
      '{"version":2}',
      '{"version":3,"term":{"cols":0}}',
      '{"version":1,"width":1,"height":1}',
    ])
      expect(parse(text)).toMatchObject([{ type: 'damaged' }])
  })

  it('skips a line that is too long without holding it', () => {
    const parser = createCastParser({ line: 100 })
    const text = `{"version":2,"width":80,"height":24}\n[1,"o","${'x'.repeat(500)}"]\n[2,"o","b"]\n`
    const parts = [...parser.push(encode(text)), ...parser.end()]
    expect(damage(parts)).toEqual([{ type: 'damaged', line: 2, reason: 'it is too long', torn: false }])
    expect(events(parts).map((event) => event.data)).toEqual(['b'])
  })

  it('never throws, whatever the file is', () => {
    fc.assert(
      fc.property(fc.string(), fc.boolean(), (text, headed) => {
        const parts = parse(headed ? `{"version":3,"term":{"cols":80,"rows":24}}\n${text}` : text)
        expect(Array.isArray(parts)).toBe(true)
      }),
    )
  })

  it('keeps bytes that are no UTF-8, in escapes and raw', () => {
    const [event] = events(
      parse('{"version":3,"term":{"cols":80,"rows":24}}\n[0,"o","\\udcff\\ud83c\\udf89"]'),
    )
    expect(bytesOf(event?.data ?? '')).toEqual(Uint8Array.of(0xff, ...encode('🎉')))
    const raw = [...encode('{"version":3,"term":{"cols":80,"rows":24}}\n[0,"o","'), 0xfe, ...encode('"]')]
    expect(events(parseCast(Uint8Array.from(raw)))[0]?.data).toBe('\udcfe')
  })
})
