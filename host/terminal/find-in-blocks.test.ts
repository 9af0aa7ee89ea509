import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../test/support/database.ts'
import { findInBlocks } from './find-in-blocks.ts'

let folder: string

beforeEach(() => {
  const temporary = temporaryFolder()
  folder = join(temporary.path, 'output')
  mkdirSync(folder)
  return () => temporary[Symbol.dispose]()
})

/** Keeps these outputs one after the other, and finds in them. */
const findIn = (outputs: readonly string[], query: string, signal = new AbortController().signal) => {
  let at = 0
  const blocks = outputs.map((output, index) => {
    const outputFrom = at
    at += Buffer.byteLength(output)
    return { number: index + 1, outputFrom, outputTo: at }
  })
  writeFileSync(join(folder, `${'0'.repeat(16)}.out`), outputs.join(''))
  return findInBlocks({ folder, blocks, query, signal })
}

describe('finding in what commands printed', () => {
  it('names the newest first, with the line as it was read', async () => {
    const outputs = [
      'start\r\n  SEVERE: Pool\x1b[31mExhausted\x1b[0mException at 7\r\n',
      'nothing here\r\n',
      '10%\r\x1b]0;poolexhausted\x07 20%\rpoolexhausted twice\r\n',
    ]
    expect(await findIn(outputs, 'poolexhausted')).toEqual({
      found: [
        { number: 3, line: 'poolexhausted twice' },
        { number: 1, line: 'SEVERE: PoolExhaustedException at 7' },
      ],
      whole: true,
    })
    expect((await findIn(outputs, 'Grüße')).found).toEqual([])
  })

  it('shows a long line around the hit', async () => {
    const [one] = (await findIn([`${'a'.repeat(1000)}needle${'b'.repeat(1000)}\n`], 'NEEDLE')).found
    expect(one?.line).toMatch(/^…a{60}needleb+…$/)
    expect(one?.line.length).toBeLessThan(210)
  })

  it('looks at the end of a long output, and says that it was not all', async () => {
    const long = `first-word\n${'filling\n'.repeat(700_000)}last-word\n`
    expect(await findIn([long], 'last-word')).toEqual({
      found: [{ number: 1, line: 'last-word' }],
      whole: false,
    })
    expect(await findIn([long], 'first-word')).toEqual({ found: [], whole: false })
  })

  it('passes over what has scrolled away, and stops when nobody waits', async () => {
    const blocks = [{ number: 1, outputFrom: 100, outputTo: 200 }]
    const { signal } = new AbortController()
    expect(await findInBlocks({ folder, blocks, query: 'x', signal })).toEqual({ found: [], whole: true })
    expect(await findIn(['x'], 'x', AbortSignal.abort())).toEqual({ found: [], whole: false })
  })
})
