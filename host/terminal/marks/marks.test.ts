import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Mark } from './mark.ts'
import { createMarks } from './marks.ts'

const bytes = (text: string) => Buffer.from(text, 'utf8')

const read = (input: Uint8Array, cuts: number[] = [], most?: number): { output: string; marks: Mark[] } => {
  const reader = createMarks({ nonce: 'secret', ...(most === undefined ? {} : { most }) })
  const places = [0, ...cuts.map((cut) => cut % (input.length + 1)).toSorted((a, b) => a - b), input.length]
  const taken = places.slice(1).map((to, i) => reader.take(input.subarray(places[i], to)))
  return {
    output: Buffer.concat(taken.map((one) => one.output)).toString('latin1'),
    marks: taken.flatMap((one) => one.marks),
  }
}

const meanings = (text: string) => read(bytes(text)).marks.map(({ at: _, end: __, ...meaning }) => meaning)

const pieces = [
  'plain text\r\n',
  'Grüße 漢字 🎉',
  '\x1b[31mred\x1b[0m',
  '\x1b]633;A;aid=7;n=secret\x07',
  '\x1b]633;E;echo \\x3b \\\\;secret;7\x1b\\',
  '\x1b]133;C\x07',
  '\x1b]133;D;130\x1b\\',
  '\x1b]0;a title\x1b[?1049h',
  '\x1b]2;ü\u009c',
  '\x1b]52;c;aGVsbG8=\x07',
  '\x1b]7;file://box/srv/a%20b\x1b\\',
  '\x1bP1$r0m\x1b\\',
  '\x1b_G\x07still\x18',
  '\x1b]0;given up\x18',
  '\x1b[?25;47l',
  '\x1bc',
  '\x1b(B',
  '\x1b',
  '\x1b]',
  '\x1b[',
  '\u009c',
  ';',
  'h',
  '\\',
  '\x1b]0;a long title that is longer than what this test lets pass\x07',
  `\x1b[${'1;'.repeat(30)}m`,
]

describe('marks', () => {
  it('reads the same whatever the chunks are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...pieces).map(bytes), fc.uint8Array({ maxLength: 6 }))),
        fc.array(fc.nat(2000), { maxLength: 12 }),
        fc.constantFrom(20, 60, undefined),
        (parts, cuts, most) => {
          const input = Buffer.concat(parts)
          const whole = read(input, [], most)
          expect(read(input, cuts, most)).toEqual(whole)
          expect(read(input, [...input.keys()], most)).toEqual(whole)
        },
      ),
    )
  })

  it('puts every mark at its sequence in the output, also behind something left out', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces)), (parts) => {
        const { output, marks } = read(bytes(parts.join('')), [], 50)
        for (const mark of marks) {
          const sequence = output.slice(mark.at, mark.end)
          expect(sequence.startsWith('\x1b')).toBe(true)
          expect(read(Buffer.from(`${sequence}\x1b=`, 'latin1')).marks.length).toBe(
            mark.type === 'cut' ? 0 : 1,
          )
        }
      }),
    )
  })

  it('passes the very chunk on while nothing is too long', () => {
    const chunk = bytes(pieces.join(''))
    expect(createMarks({ nonce: 'secret' }).take(chunk).output).toBe(chunk)
  })

  it('cuts off a sequence that is too long, and acts on what follows', () => {
    const { output, marks } = read(bytes(`before\x1b]0;${'x'.repeat(2_000_000)}\x07after\x1b]0;short\x07`))
    expect(output.length).toBe(6 + 1_000_000 + 1 + 5 + 10)
    expect(output.slice(1_000_006, 1_000_012)).toBe('\x18after')
    expect(marks.map((mark) => mark.type)).toEqual(['cut', 'title'])
  })

  it('trusts only what carries the nonce', () => {
    expect(meanings('\x1b]633;E;ls;secret;4\x07\x1b]633;E;ls;wrong;4\x07')).toEqual([
      { type: 'command-line', text: 'ls', trusted: true, shell: '4' },
      { type: 'command-line', text: 'ls', trusted: false, shell: null },
    ])
  })

  it('reads commands with separators, newlines and other scripts', () => {
    expect(meanings('\x1b]633;E;echo "ä\\x3b 漢"\\x0aC:\\\\x;secret;4\x07')).toMatchObject([
      { text: 'echo "ä; 漢"\nC:\\x' },
    ])
    expect(meanings('\x1b]133;C;cmdline_url=echo%20%3B\x07')).toMatchObject([{ text: 'echo ;' }])
  })

  it('reads folders of every dialect', () => {
    const paths = meanings(
      '\x1b]7;file://h/a%20b\x07\x1b]7;file:///C:/x\x07\x1b]633;P;Cwd=/a\\x3bb;secret;9\x07\x1b]1337;CurrentDir=/q\x07\x1b]9;9;"C:\\y"\x07\x1b]633;P;Cwd=/far;;12\x07',
    ).map((mark) => ('path' in mark ? mark.path : mark))
    expect(paths).toEqual(['/a b', 'C:/x', '/a;b', '/q', 'C:\\y', '/far'])
  })

  it('hands on a clipboard wish, never a question for it', () => {
    expect(meanings('\x1b]52;c;aGk=\x07\x1b]52;c;?\x07\x1b]52;c;!\x07')).toEqual([
      { type: 'clipboard', text: 'hi' },
    ])
  })

  it('takes what hides or turns text out of titles', () => {
    expect(meanings('\x1b]0;a\u202eb\nc\x07')).toEqual([{ type: 'title', text: 'abc' }])
  })
})
