import { createReadStream } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { v7 } from 'uuid'
import { z } from 'zod'
import { caseKey } from '../../../shared/contract/cases.ts'
import { chunkBytes } from '../../../shared/wire/message.ts'
import { userEnvironment } from '../../terminal/environment.ts'
import { recordingPath } from '../../terminal/places.ts'
import { openRecording } from '../../terminal/recording/writer.ts'
import { type Act, command } from '../command.ts'
import { runInPty } from '../runs/in-pty.ts'
import { findProgram } from '../runs/program.ts'

/** What a shell answers for a program that is not there (POSIX, Shell Command Language 2.8.2). */
const noSuchProgram = 127

export const run = command({
  usage: 'run <ref> <cmd...>',
  summary: "Run a command in a case's workspace and add it to the case.",
  detail:
    'Its terminal is recorded, and the recording goes onto the case with its exit code, which is also the exit code here. Write -- before the command. With --json its output goes to standard error.',
  examples: [
    'casebench run CB-1042 -- ./reproduce.sh',
    'casebench run CB-1042 --record --json -- mvn -q test',
  ],
  configure: (cli) => void cli.option('--record', 'record the terminal; every run is, this says so'),
  input: z.object({ ref: caseKey, cmd: z.array(z.string()).min(1), record: z.boolean().optional() }),
  run: async (act, { ref, cmd: [name = '', ...args] }) => {
    const client = await act.client()
    const { case: found } = await client.cases.get({ key: ref })
    const folder = (await client.workspaces.open({ caseId: found.id })).path
    const { env, stdout, stderr } = act.passage
    const program = findProgram(name, { env, folder, platform: process.platform })
    if (program === null) {
      act.out.say(`There is no program ${name} here. Nothing was run, and ${found.ref} is unchanged.`)
      return noSuchProgram
    }
    const { columns = 80, rows = 24 } = stdout
    const line = [name, ...args].map(quoted).join(' ')
    const startedAt = act.now()
    const file = recordingPath(act.dataDir, v7())
    const recording = openRecording({
      path: file,
      columns,
      rows,
      now: act.now,
      title: line.slice(0, 200),
      command: line,
      casebench: { terminalId: null, caseId: found.id },
    })
    const running = {
      program,
      args,
      folder,
      env: { ...userEnvironment(env), TERM: env.TERM ?? 'xterm-256color', CASEBENCH_DATA: act.dataDir },
      columns,
      rows,
      recording,
      output: act.out.json ? stderr : stdout,
    }
    const exitCode = await runInPty(running, act.passage).finally(recording.close)
    const durationMs = act.now() - startedAt
    const stored = await store(act, {
      caseId: found.id,
      file,
      name: `${nameOf(name)}-${stamp(startedAt)}.cast`,
    })
    await client.terminals.addRun({
      caseId: found.id,
      command: line.slice(0, 100_000),
      folder,
      startedAt,
      durationMs,
      exitCode,
      recording: { name: stored.name, sha256: stored.sha256 },
    })
    await rm(file, { force: true })
    const { sha256, bytes } = stored
    if (act.out.json)
      await act.out.result(
        { exitCode, durationMs, recording: { sha256, bytes, events: recording.events } },
        () => '',
      )
    else
      act.out.say(
        `Exit code ${exitCode} after ${(durationMs / 1000).toFixed(1)} s; added to ${found.ref} as ${stored.name}.`,
      )
    return exitCode
  },
})

/** Sends the recording into the store; it is read as it is sent. */
const store = async (act: Act, { caseId, file, name }: { caseId: string; file: string; name: string }) => {
  const client = await act.client()
  const { size, mtimeMs } = await stat(file)
  const begun = { caseId, name, bytes: size, modifiedAt: Math.floor(mtimeMs) }
  const { uploadId, offset } = await client.attachments.begin(begun)
  return client.attachments.upload(
    { uploadId, offset },
    createReadStream(file, { start: offset, highWaterMark: chunkBytes }),
  )
}

const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`

const nameOf = (program: string): string =>
  program
    .replace(/^.*[/\\]/, '')
    .replaceAll(/[^\w.-]/g, '_')
    .slice(0, 100) || 'run'

const stamp = (at: number): string =>
  new Date(at).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')
