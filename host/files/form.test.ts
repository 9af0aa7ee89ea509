import fc from 'fast-check'
import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import { encodings } from './encodings.ts'
import { decodeText, encodeAs } from './form.ts'

type Name = Parameters<typeof iconv.encode>[1]

/** What the contract promises of every file: the same bytes again, or a word that they would not be. */
const keepsBytes = (bytes: Buffer, encoding?: string) => {
  const decoded = decodeText(bytes, encoding)
  if (decoded && !decoded.damaged)
    expect(encodeAs(decoded.text, decoded.form, decoded.text).equals(bytes)).toBe(true)
  return decoded
}

const samples = [
  'Größe überschritten: Verbindung für Kunden nicht verfügbar — “naïve café”\r\nzweite Zeile\r\n',
  '数据库连接池耗尽，补丁之后无法启动。\n请重新启动服务器，然后再次检查日志。\n',
  'データベースに接続できません。パッチ適用後に発生しました。\nログを確認してください。\n',
  '데이터베이스에 연결할 수 없습니다.\n',
  'База данных не отвечает после обновления сервера приложений\n',
  'plain ASCII\rwith old\rendings\r',
  'one\ntwo\r\nthree\rfour',
  '',
]

test.each(encodings)('a text in %s is written as it was read, named or found', (encoding) => {
  for (const sample of samples)
    for (const addBOM of [false, true]) {
      const bytes = iconv.encode(sample, encoding as Name, { addBOM })
      expect(keepsBytes(bytes, encoding)?.damaged).toBe(false)
      keepsBytes(bytes)
    }
})

test('any bytes in any encoding are kept, or told to be damaged', () => {
  const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array))
  fc.assert(
    fc.property(bytes, fc.option(fc.constantFrom(...encodings)), (all, encoding) => {
      keepsBytes(all, encoding ?? undefined)
    }),
    { numRuns: 3000 },
  )
})

test('any text with any endings comes back from any encoding that holds it', () => {
  const ending = fc.constantFrom('\n', '\r\n', '\r', '')
  const text = fc
    .array(fc.tuple(fc.string({ unit: 'binary' }), ending), { maxLength: 20 })
    .map((parts) => parts.flat().join(''))
  fc.assert(
    fc.property(text, fc.constantFrom('utf-8', 'utf-16le', 'utf-16be', 'gb18030'), (whole, encoding) => {
      const bytes = iconv.encode(whole, encoding as Name)
      if (iconv.decode(bytes, encoding as Name, { stripBOM: false }) !== whole) return
      expect(keepsBytes(bytes, encoding)?.damaged).toBe(false)
    }),
    { numRuns: 1000 },
  )
})

test.each([
  ['utf-8', samples[1], 'utf-8'],
  ['win1252', samples[0], 'windows-1252'],
  ['gb18030', samples[1], 'gb18030'],
  ['shift_jis', samples[2], 'shift_jis'],
  ['euc-kr', samples[3], 'euc-kr'],
  ['win1251', samples[4], 'windows-1251'],
  ['utf-16le', samples[0], 'utf-16le'],
  ['utf-16be', samples[1], 'utf-16be'],
  ['utf-16le', samples[2], 'utf-16le'],
])('%s is found without a mark', (encoding, text, name) => {
  const decoded = decodeText(iconv.encode(text ?? '', encoding as Name))
  expect(decoded).toMatchObject({ text, form: { encoding: name, bom: false }, damaged: false })
})

test('what is no text is no text', () => {
  const png = Buffer.from('89504e470d0a1a0a0000000d4948445200000010000000100806000000', 'hex')
  for (const bytes of [png, Buffer.from([0, 1, 2, 3, 0, 0, 0, 7]), Buffer.alloc(4096)])
    expect(decodeText(bytes)).toBeNull()
  expect(decodeText(Buffer.from('\u001b[31mred\u001b[0m\n'))).toMatchObject({ damaged: false })
})

test('a UTF-8 text with a broken byte is shown, and told to be damaged', () => {
  const bytes = Buffer.concat([Buffer.from('Größe'.repeat(20)), Buffer.from([0xff]), Buffer.from('über')])
  expect(decodeText(bytes)).toMatchObject({ form: { encoding: 'utf-8' }, damaged: true })
})

test('a character that an encoding cannot hold is named with its place', () => {
  const form = { encoding: 'windows-1252', bom: false, lineEnding: '\n' } as const
  expect(() => encodeAs('one\ntwo ☃', form)).toThrow(/☃ \(U\+2603\) in line 2, column 5 .* windows-1252/)
  expect(() => encodeAs('half \ud800', { ...form, encoding: 'utf-8' })).toThrow(/U\+D800/)
  expect(() => encodeAs('x', { ...form, encoding: 'klingon' })).toThrow(/not an encoding/)
})

test('line endings become the form’s, and mixed ones stay where lines did not change', () => {
  const form = { encoding: 'utf-8', bom: true, lineEnding: '\r\n' } as const
  expect(encodeAs('a\nb\r\nc', form).toString()).toBe('\ufeffa\r\nb\r\nc')
  const mixed = { ...form, bom: false, lineEnding: 'mixed' } as const
  const before = 'a\nb\r\nc\r\nd\n'
  expect(encodeAs('a\nb\nNEW\nc\nd\n', mixed, before).toString()).toBe('a\nb\r\nNEW\nc\r\nd\n')
  expect(encodeAs('x\ry\n', mixed, before).toString()).toBe('x\ry\n')
})
