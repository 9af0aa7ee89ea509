import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { utf8 } from './encoding.ts'

const decode = async (bytes: Uint8Array, chunk: number) => {
  let named = ''
  const parts: Uint8Array[] = []
  const chunks = async function* () {
    for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk)
  }
  const tell = (encoding: string) => {
    named = encoding
  }
  for await (const part of utf8(chunks(), tell)) parts.push(part)
  return { text: Buffer.concat(parts).toString('utf8'), named }
}

const chinese = '数据库连接池耗尽，补丁之后无法启动。'
const japanese = 'データベースに接続できません。パッチ適用後に発生しました。'
const korean = '데이터베이스에 연결할 수 없습니다.'
const german = 'Größe überschritten: Verbindung für Kunden nicht verfügbar'
const russian = 'База данных не отвечает после обновления сервера приложений'

describe('the encoding of a file', () => {
  it.each([
    ['utf-8', `${chinese} ${german}`, 'utf-8'],
    ['utf-16le', german, 'utf-16le'],
    ['utf-16be', german, 'utf-16be'],
    ['gb18030', chinese, 'gb18030'],
    ['gb18030', '连接失败', 'gb18030'],
    ['shift_jis', japanese, 'shift_jis'],
    ['euc-jp', japanese, 'euc-jp'],
    ['euc-kr', korean, 'euc-kr'],
    ['win1252', german, 'windows-1252'],
    ['win1252', 'It’s “broken” – naïve café', 'windows-1252'],
    ['win1251', russian, 'windows-1251'],
    ['big5', '資料庫連線已經耗盡，更新之後無法啟動。', 'big5'],
  ])('%s is known by its bytes: %s', async (encoding, text, name) => {
    const json = `{"id":1,"title":"plain"}\n{"id":2,"title":"${text}"}\n`
    for (const chunk of [7, 4096]) {
      const read = await decode(iconv.encode(json, encoding as 'latin1'), chunk)
      expect(read).toEqual({ text: json, named: name })
    }
  })

  it.each(['utf-8', 'utf-16le', 'utf-16be', 'utf-32le'])('%s is known by its mark', async (encoding) => {
    const bytes = iconv.encode(chinese, encoding as 'utf8', { addBOM: true })
    expect(await decode(bytes, 3)).toEqual({ text: chinese, named: encoding })
  })

  it('is found where the first letter beyond ASCII comes late', async () => {
    const text = `${'plain text\n'.repeat(60_000)}${german}`
    expect((await decode(iconv.encode(text, 'win1252'), 1 << 16)).text).toBe(text)
  })

  it('stays UTF-8 where single bytes are damaged', async () => {
    const bytes = Buffer.concat([Buffer.from(chinese), Buffer.from([0xff, 0xc3]), Buffer.from(german)])
    const { text, named } = await decode(bytes, 10)
    expect(named).toBe('utf-8')
    expect(text.startsWith(chinese) && text.endsWith(german)).toBe(true)
  })

  it('does not matter for an empty file', async () => {
    expect(await decode(new Uint8Array(), 10)).toEqual({ text: '', named: 'utf-8' })
  })
})
