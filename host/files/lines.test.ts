import { openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../test/support/database.ts'
import { type LinesInput, lineReader } from './lines.ts'

const made = () => {
  const folder = temporaryFolder()
  const reader = lineReader()
  const lines = (input: Partial<LinesInput>) =>
    reader.read(folder.path, { path: 'a.log', from: 0, count: 10, ...input }, AbortSignal.timeout(60_000))
  const path = join(folder.path, 'a.log')
  return {
    path,
    lines,
    async [Symbol.asyncDispose]() {
      await reader.close()
      folder[Symbol.dispose]()
    },
  }
}

test('every line of a file is found again, wherever it is asked from', async () => {
  await using at = made()
  const count = 2_500_000
  writeFileSync(at.path, Array.from({ length: count }, (_, i) => `line ${i}`).join('\n'))
  for (const from of [0, 15, 16, 17, 65_535, 65_536, 1_048_577, 1_999_999, count - 3]) {
    const { lines } = await at.lines({ from, count: 3 })
    expect(lines.map(({ text }) => text)).toEqual([0, 1, 2].map((i) => `line ${from + i}`))
  }
  expect(await at.lines({ from: count - 1 })).toEqual({
    lines: [{ text: `line ${count - 1}`, cut: false }],
    total: count,
    exact: true,
  })
  expect((await at.lines({ from: count + 5 })).lines).toEqual([])
})

test('a line of many megabytes is cut, and those after it are found', async () => {
  await using at = made()
  const file = openSync(at.path, 'w')
  writeSync(file, 'first\r\n')
  for (let i = 0; i < 24; i += 1) writeSync(file, 'x'.repeat(1024 * 1024))
  writeSync(file, '\nlast\n')
  const { lines, total } = await at.lines({})
  expect(lines.map(({ text, cut }) => [text.length, cut])).toEqual([
    [5, false],
    [10_000, true],
    [4, false],
    [0, false],
  ])
  expect(total).toBe(4)
})

test.each(['utf-16le', 'utf-16be', 'utf-32le', 'gb18030'])('%s is read by lines', async (encoding) => {
  await using at = made()
  // U+0A0A and U+0D0A hold the byte of a newline and are none.
  const text = `\ufeff数据\n\u0a0a\u0d0a 中文\r\nend`
  writeFileSync(at.path, iconv.encode(text, encoding as 'utf8', { addBOM: false }))
  const { lines } = await at.lines({ encoding })
  expect(lines.map((line) => line.text)).toEqual(['数据', '\u0a0a\u0d0a 中文', 'end'])
})

test('a file that changes is read anew', async () => {
  await using at = made()
  writeFileSync(at.path, 'old\n')
  expect((await at.lines({})).lines[0]?.text).toBe('old')
  writeFileSync(at.path, 'newer\n')
  expect((await at.lines({})).lines[0]?.text).toBe('newer')
})
