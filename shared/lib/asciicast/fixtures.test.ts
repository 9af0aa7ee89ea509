import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { CastPart } from './cast.ts'
import { parseCast } from './parse.ts'
import { writeCast } from './write.ts'

const folder = process.env.CASEBENCH_FIXTURES
const files =
  folder && existsSync(folder) ? globSync('**/*.cast', { cwd: folder }).map((path) => join(folder, path)) : []

/** What a recording says, read from its lines without our parser: seconds since the beginning, code, data. */
const plainly = (text: string): unknown[][] => {
  const [header, ...lines] = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'))
  const { version } = JSON.parse(header ?? '')
  let time = 0
  return lines.map((line) => {
    const [at, ...rest] = JSON.parse(line)
    time = version === 3 ? time + at : at
    return [Math.round(time * 1e9), ...rest]
  })
}

const shown = (parts: CastPart[]) =>
  parts.flatMap((part) =>
    part.type === 'event' ? [[part.event.time, part.event.code, part.event.data]] : [],
  )

describe('recordings of other programs', () => {
  if (files.length === 0) it.skip('needs CASEBENCH_FIXTURES, a folder with *.cast files', () => undefined)
  for (const file of files)
    it(`reads and writes ${file.slice(file.lastIndexOf('/') + 1)} without loss`, () => {
      const bytes = readFileSync(file)
      const parts = parseCast(bytes)
      const again = parseCast(new TextEncoder().encode([...writeCast(parts)].join('')))
      expect(parts.filter((part) => part.type === 'damaged')).toEqual([])
      expect(shown(parts)).toEqual(plainly(bytes.toString('utf8')))
      expect(shown(again)).toEqual(shown(parts))
      const [first] = parts
      expect(again[0]).toEqual(
        first?.type === 'header' && { ...first, header: { ...first.header, version: 3 } },
      )
    })
})
