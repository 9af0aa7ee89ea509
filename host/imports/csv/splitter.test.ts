import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CsvSplitter } from './splitter.ts'

const split = (text: string, chunk = 1 << 16, delimiter = ',') => {
  const splitter = new CsvSplitter({ delimiter })
  const bytes = Buffer.from(text)
  const rows = []
  for (let at = 0; at < bytes.length; at += chunk) rows.push(...splitter.push(bytes.subarray(at, at + chunk)))
  rows.push(...splitter.end())
  return rows.map((row) => (row.type === 'row' ? [row.line, ...row.cells] : `${row.line}: ${row.reason}`))
}

describe('splitting CSV', () => {
  it('reads quotes, newlines in cells, and lines that end as Windows ends them', () => {
    for (const chunk of [1, 3, 1000]) {
      expect(split('a,b\r\n1,"x ""y""\n,z"\r\n\r\n2,\r\n3,5" disk', chunk)).toEqual([
        [1, 'a', 'b'],
        [2, '1', 'x "y"\n,z'],
        [5, '2', ''],
        [6, '3', '5" disk'],
      ])
    }
  })

  it('loses only the line in which a quote is opened and never closed', () => {
    expect(split('a,b\n1,x\n2,"open\n3,y\n4,z\n', 5)).toEqual([
      [1, 'a', 'b'],
      [2, '1', 'x'],
      '3: A quote is opened in this row and never closed.',
      [4, '3', 'y'],
      [5, '4', 'z'],
    ])
  })

  it('goes on at the next line where a stray quote joins two rows', () => {
    expect(split('a,b,c\n1,"x,y\n2,"p,q\n3,m,n\n')).toEqual([
      [1, 'a', 'b', 'c'],
      '2: A quote in this row is out of place.',
      '3: A quote is opened in this row and never closed.',
      [4, '3', 'm', 'n'],
    ])
  })

  it('says once where a file was cut off inside a cell of many lines', () => {
    expect(split('a,b\n1,x\n2,"line one\nline two\nline th')).toEqual([
      [1, 'a', 'b'],
      [2, '1', 'x'],
      '3: A quote is opened in this row and never closed.',
    ])
    expect(split('a,b,c\n1,x,y\n2,z')).toEqual([
      [1, 'a', 'b', 'c'],
      [2, '1', 'x', 'y'],
      '3: The file ends in the middle of this row.',
    ])
  })

  it('drops a line without end and goes on behind it', () => {
    const rows = split(`a,b\n1,"${'x'.repeat(9 * 1024 * 1024)}\n2,y\n`, 1 << 20)
    expect(rows).toEqual([
      [1, 'a', 'b'],
      '2: This row is too long, or its quote is never closed.',
      [3, '2', 'y'],
    ])
  })

  it('gives back what any table was written as', () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom('a"b', '"', 'x\ny', ',', ';', ' ', '""', 'ü'))
    const table = fc
      .integer({ min: 2, max: 5 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }),
      )
    const quote = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 40 }), (rows, chunk) => {
        const text = rows.map((row) => row.map(quote).join(',')).join('\r\n')
        const wanted = rows.filter((row) => row.some((one) => one !== ''))
        expect(
          split(`${text}\r\n`, chunk).map((row) => (typeof row === 'string' ? row : row.slice(1))),
        ).toEqual(wanted)
      }),
    )
  })
})
