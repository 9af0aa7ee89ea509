import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { parseCast } from '../../shared/lib/asciicast/parse.ts'
import { type ExportOptions, exportRecording } from './export.ts'

const desk = mkdtempSync(join(tmpdir(), 'casebench-export-'))
afterAll(() => rmSync(desk, { recursive: true, force: true }))

const recorded = (...output: string[]): string =>
  [
    '{"version":3,"term":{"cols":20,"rows":4},"title":"x"}',
    ...output.map((text) => (text.startsWith('[') ? text : JSON.stringify([0.5, 'o', text]))),
  ].join('\n')

let count = 0
const written = async (text: string, format: ExportOptions['format'], title = 'A title') => {
  count += 1
  const path = join(desk, `${count}.${format}`)
  const bytes = (async function* () {
    const all = Buffer.from(text)
    for (let at = 0; at < all.length; at += 11) yield all.subarray(at, at + 11)
  })()
  const done = await exportRecording({ bytes, title, format, path, overwrite: false })
  const content = readFileSync(path)
  expect(done).toEqual({ path, bytes: content.length })
  return content.toString('utf8')
}

describe('export', () => {
  it('writes as text what stood on the screen and before it', async () => {
    const lines = Array.from({ length: 9 }, (_, i) => `line ${i}\r\n`)
    const text = await written(
      recorded(...lines, 'wrong\b\b\b\b\bright\x1b[31m!\x1b[0m\r\n\r\n', 'x'.repeat(30)),
      'txt',
    )
    const expected = [...lines.map((line) => line.trim()), 'right!', '', 'x'.repeat(30)]
    expect(text).toBe(`${expected.join('\n')}\n`)
  })

  it('follows resizes, and shows a program that fills the screen', async () => {
    expect(
      await written(recorded('a\r\n', '[0,"r","10x4"]', '123456789012\r\n', '\x1b[?1049h\x1b[Hfull'), 'txt'),
    ).toBe('a\n123456789012\nfull\n')
  })

  it('writes a page with colours and without anything that could run', async () => {
    const html = await written(
      recorded(
        '\x1b[1;32mok\x1b[0m <script>alert(1)</script> &amp; 漢字\r\n\x1b[38;2;1;2;3;48;5;196mx\x1b[7my',
      ),
      'html',
      '</title><script>',
    )
    expect(html).toContain('<span style="color:#1a7f37;font-weight:bold">ok</span> &lt;script&gt;alert(1)')
    expect(html).toContain('&amp;amp; 漢字')
    expect(html).toContain('<span style="color:#010203;background:#ff0000">x</span>')
    expect(html).toContain('<span style="color:#ff0000;background:#010203">y</span>')
    expect(html).not.toMatch(/<script|<img|javascript:|https?:/i)
    expect(html).toContain("default-src 'none'")
  })

  it('writes version 3 of an older version, bytes that are no UTF-8 included', async () => {
    const two = '{"version":2,"width":80,"height":24}\n[1.5,"o","a\\udcff"]\n[2,"m","here"]\n[2.5,"o","to'
    const parts = parseCast(Buffer.from(await written(two, 'cast')))
    expect(parts.slice(1)).toEqual([
      { type: 'event', event: { time: 1.5e9, code: 'o', data: 'a\udcff' } },
      { type: 'event', event: { time: 2e9, code: 'm', data: 'here' } },
    ])
  })

  it('leaves nothing behind where it cannot', async () => {
    const before = readdirSync(desk)
    await expect(written('no recording', 'txt')).rejects.toMatchObject({ code: 'unreadable' })
    await expect(written('', 'cast')).rejects.toMatchObject({ code: 'unreadable' })
    expect(readdirSync(desk)).toEqual(before)
    const bytes = (async function* () {
      yield Buffer.from(recorded('x'))
    })()
    const path = join(desk, '1.txt')
    expect(existsSync(path)).toBe(true)
    const again = exportRecording({ bytes, title: '', format: 'txt', path, overwrite: false })
    await expect(again).rejects.toMatchObject({ code: 'exists' })
  })
})
