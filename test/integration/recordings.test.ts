import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseCast } from '../../shared/lib/asciicast/parse.ts'
import { openHost } from '../bench/host.ts'
import { temporaryFolder } from '../support/database.ts'
import { newCase, openDesk } from './cli-process.ts'

const id = '01890000-0000-7000-8000-000000000001'
const two = '{"version":2,"width":80,"height":24}\n[1.25,"o","first\\r\\n"]\n[2,"o","\\u001b[31msecond"]\n'

describe('recordings', () => {
  it('are listed as far as they are written, read, exported and removed', async () => {
    using folder = temporaryFolder()
    mkdirSync(join(folder.path, 'recordings'))
    const path = join(folder.path, 'recordings', `${id}.cast`)
    const header = {
      version: 3,
      term: { cols: 80, rows: 24 },
      timestamp: 1_750_000_000,
      casebench: { terminalId: id },
    }
    const whole = `${JSON.stringify(header)}\n[0.5, "o", "one\\r\\n"]\n`
    writeFileSync(path, `${whole}[1.25, "o", "tw`)
    writeFileSync(join(folder.path, 'recordings', 'notes.cast'), whole)
    const { client, close } = await openHost(folder.path)
    const list = async () => (await client.recordings.list({})).recordings
    expect(await list()).toMatchObject([
      {
        id,
        terminalId: id,
        caseId: null,
        caseRef: null,
        startedAt: 1_750_000_000_000,
        durationMs: 500,
        events: 1,
        live: false,
      },
    ])
    writeFileSync(path, `${whole}[1.25, "o", "two"]\n`)
    expect(await list()).toMatchObject([{ durationMs: 1750, events: 2, bytes: readFileSync(path).length }])
    expect((await client.recordings.list({ caseId: id })).recordings).toEqual([])
    const chunks: Uint8Array[] = []
    for await (const chunk of client.recordings.read({ id })) chunks.push(chunk)
    expect(Buffer.concat(chunks)).toEqual(readFileSync(path))
    const out = join(folder.path, 'out.txt')
    await client.recordings.export({ source: { recordingId: id }, format: 'txt', path: out })
    expect(readFileSync(out, 'utf8')).toBe('one\ntwo\n')
    await client.recordings.remove({ id })
    expect(await list()).toEqual([])
    await expect(client.recordings.remove({ id })).rejects.toMatchObject({ code: 'not-found' })
    await close()
  })

  it('leave a case by the command line, under their name or hash', async () => {
    const desk = await openDesk()
    const { ref } = await newCase(desk, 'A recording')
    writeFileSync(join(desk.folder, 'run.cast'), two)
    await desk.json(['attach', ref, 'run.cast'])
    const sha256 = createHash('sha256').update(two).digest('hex')
    const exported = async (name: string, format: string) => {
      const file = join(desk.folder, `out.${format}`)
      const said = await desk.json(['recording', 'export', ref, name, '-f', format, '-o', `out.${format}`])
      expect(said).toEqual({ path: file, bytes: readFileSync(file).length })
      return readFileSync(file, 'utf8')
    }
    expect(await exported('run.cast', 'txt')).toBe('first\nsecond\n')
    expect(await exported(sha256, 'html')).toContain('>second</span>')
    expect(parseCast(Buffer.from(await exported('run.cast', 'cast'))).slice(1)).toEqual(
      parseCast(Buffer.from(two)).slice(1),
    )
  })
})
