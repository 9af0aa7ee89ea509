import { expect, test } from 'vitest'
import { lengths } from './lengths.ts'
import { sourceOf } from './source-of.ts'

const statements = (count: number): string => 'touch()\n'.repeat(count)
const small = Array.from({ length: 40 }, (_, i) => sourceOf(`host/small-${i}.ts`, statements(10)))

test('short files and functions pass, and are measured', () => {
  expect(lengths([...small, sourceOf('host/a.ts', statements(500))])).toEqual({
    problems: [],
    noted: [],
    median: 10,
    p95: 10,
  })
})

test('a file above 500 lines fails, tests too', () => {
  const { problems } = lengths([...small, sourceOf('test/fault/a.ts', statements(501))])
  expect(problems).toEqual(['test/fault/a.ts has 501 lines, more than 500'])
})

test('the median and the tail are held', () => {
  const files = Array.from({ length: 3 }, (_, i) => sourceOf(`host/${i}.ts`, statements(301)))
  expect(lengths(files).problems).toEqual([
    'the median file has 301 lines, more than 100',
    'one file in twenty has 301 lines or more, more than 300',
  ])
})

test.each([
  ['const f = () => {', '}'],
  ['function f() {', '}'],
  ['class A {\nf() {', '}\n}'],
  ['const o = { async *f() {', '} }'],
])('%s is measured from its first to its last line', (head, tail) => {
  const of = (count: number) =>
    lengths([...small, sourceOf('host/f.ts', `${head}\n${statements(count)}${tail}`)])
  expect(of(58)).toMatchObject({ problems: [], noted: [] })
  expect(of(59)).toMatchObject({ problems: [], noted: [expect.stringContaining('a function of 61 lines')] })
  expect(of(79).problems).toEqual([expect.stringContaining('a function of 81 lines, more than 80')])
})

test('a describe block is a list of tests, not a function, and only in tests', () => {
  const block = `describe('all', () => {\n${statements(100)}})`
  expect(lengths([...small, sourceOf('host/a.test.ts', block)]).problems).toEqual([])
  expect(
    lengths([...small, sourceOf('host/a.test.ts', block.replace('describe', 'test.describe'))]).problems,
  ).toEqual([])
  expect(lengths([...small, sourceOf('host/a.ts', block)]).problems).toHaveLength(1)
})

test('lines of a function inside of another count once, for the inner one', () => {
  const inner = (count: number) => `  const inner = () => {\n${statements(count)}  }\n`
  const outer = (body: string) => `const outer = () => {\n${body}}\n`
  const of = (body: string) => lengths([...small, sourceOf('host/f.ts', outer(body))]).problems
  expect(of(inner(70) + inner(70))).toEqual([])
  expect(of(inner(79))).toEqual([expect.stringContaining('host/f.ts:2 is a function of 81 lines')])
  expect(of(inner(70) + statements(79))).toEqual([
    expect.stringContaining('host/f.ts:1 is a function of 82 lines'),
  ])
})
