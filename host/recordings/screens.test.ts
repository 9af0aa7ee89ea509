import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import headless from '@xterm/headless'
import { afterAll, describe, expect, it } from 'vitest'
import { parseCast } from '../../shared/lib/asciicast/parse.ts'
import { createMarks } from '../terminal/marks/marks.ts'
import { openRecording } from '../terminal/recording/writer.ts'
import { replay } from './replay.ts'

const columns = 80
const rows = 25
/** What xterm.js itself reaches: some of the pairs ask for what it does not do. */
const least = 71

const folder = process.env.CASEBENCH_FIXTURES
const inputs = folder && existsSync(folder) ? globSync('**/escape_sequence_files/*.in', { cwd: folder }) : []
const desk = mkdtempSync(join(tmpdir(), 'casebench-screens-'))
afterAll(() => rmSync(desk, { recursive: true, force: true }))

/** The screens were taken where a terminal's driver turns a newline into a return and a newline. */
const driven = (bytes: Buffer): Buffer =>
  Buffer.from(bytes.toString('latin1').replaceAll('\n', '\r\n'), 'latin1')

const screenOf = (terminal: headless.Terminal): string => {
  const { active } = terminal.buffer
  const lines = Array.from(
    { length: rows },
    (_, y) => active.getLine(active.baseY + y)?.translateToString(true) ?? '',
  )
  return tidy(lines.join('\n'))
}

const tidy = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trimEnd()

const alone = async (bytes: Buffer): Promise<string> => {
  const terminal = new headless.Terminal({ cols: columns, rows, allowProposedApi: true })
  await new Promise<void>((done) => terminal.write(bytes, done))
  const screen = screenOf(terminal)
  terminal.dispose()
  return screen
}

/** Host, recording, replay: in pieces that cut sequences and characters anywhere. */
const throughUs = async (bytes: Buffer, name: string): Promise<string> => {
  const path = join(desk, `${name}.cast`)
  const writer = openRecording({ path, columns, rows, now: () => 0 })
  const marks = createMarks({ nonce: 'secret' })
  for (let at = 0; at < bytes.length; at += 7)
    writer.output(Buffer.from(marks.take(bytes.subarray(at, at + 7)).output))
  writer.close()
  const parts = parseCast(readFileSync(path))
  const played = await replay(
    (async function* () {
      yield* parts
    })(),
  )
  const screen = screenOf(played.terminal)
  played.terminal.dispose()
  return screen
}

describe('screens', () => {
  if (!folder || inputs.length === 0)
    return it.skip('needs CASEBENCH_FIXTURES, a folder with escape_sequence_files', () => undefined)

  it('look as expected after host, recording and replay', async () => {
    const missed = { own: [] as string[], ours: [] as string[] }
    for (const input of inputs.toSorted()) {
      const name = basename(input, '.in')
      const bytes = driven(readFileSync(join(folder, input)))
      const expected = tidy(readFileSync(join(folder, dirname(input), `${name}.text`), 'utf8'))
      if ((await alone(bytes)) !== expected) missed.own.push(name)
      if ((await throughUs(bytes, name)) !== expected) missed.ours.push(name)
    }
    const say = (who: string, names: string[]) =>
      `${who}: ${inputs.length - names.length} of ${inputs.length}${names.length > 0 ? `; missed ${names.join(', ')}` : ''}\n`
    process.stdout.write(
      `${say('Screens through the bench', missed.ours)}${say('Screens of xterm.js alone', missed.own)}`,
    )
    expect(missed.ours).toEqual(missed.own)
    expect(inputs.length - missed.ours.length).toBeGreaterThanOrEqual(least)
  })
})
