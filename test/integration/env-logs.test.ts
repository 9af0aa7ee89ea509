import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { casebench, newCase } from '../support/casebench.ts'
import { startCli, temporaryFolder } from './cli-process.ts'

const service = {
  command: ['sh', '-c', 'echo "one \\033[2J"; echo two >&2; echo started; exec sleep 1000'],
  ready: { type: 'log', pattern: '^started$' },
}

/** A case whose environment is one local process. */
const caseOf = async (dataDir: string): Promise<string> => {
  const ref = await newCase(dataDir, 'It says too little')
  const { path: root } = (await casebench(dataDir, 'workspace', 'path', ref)) as { path: string }
  const compose = { services: { app: { 'x-casebench': { process: service } } } }
  mkdirSync(join(root, 'environment'), { recursive: true })
  writeFileSync(join(root, 'environment/compose.yaml'), JSON.stringify(compose))
  const { dangers } = (await casebench(dataDir, 'env', 'review', ref)) as { dangers: { id: string }[] }
  const allow = dangers.flatMap(({ id }) => ['--allow', id])
  await casebench(dataDir, 'env', 'up', ref, ...allow)
  return ref
}

const textsOf = (stdout: string): string[] =>
  stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => (JSON.parse(line) as { text: string }).text)
    .filter((text) => !text.startsWith('casebench:'))

test('logs are an object a line, stay after "env down", and go with a purge', async ({ skip }) => {
  skip(process.platform === 'win32', 'this program is written for a POSIX shell')
  const data = await temporaryFolder()
  // The processes of an environment end with their host: here with the command that started them.
  const ref = await caseOf(data)
  const logs = (...more: string[]) => startCli(['--data', data, 'env', 'logs', ref, '--json', ...more])

  const after = await logs().ended
  expect(after).toMatchObject({ code: 0, stderr: '' })
  expect(textsOf(after.stdout).toSorted()).toEqual(['one \u001b[2J', 'started', 'two'])
  expect(after.stdout).not.toContain('\u001b')
  const lines = after.stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as object)
  expect(lines[0]).toEqual({
    service: 'app',
    at: expect.any(Number),
    stream: expect.stringMatching(/^(out|err)$/),
    text: expect.any(String),
  })
  expect(textsOf((await logs('--tail', '1').ended).stdout)).toHaveLength(1)

  // As it comes: the reader has a line while the command still runs.
  const following = logs('--follow')
  for await (const line of createInterface(following.child.stdout)) {
    expect(JSON.parse(line)).toMatchObject({ service: 'app' })
    break
  }
  following.child.kill('SIGINT')
  expect((await following.ended).code).toBe(130)

  await casebench(data, 'env', 'down', ref)
  expect(textsOf((await logs().ended).stdout)).toContain('started')
  await casebench(data, 'env', 'down', ref, '--purge')
  expect((await logs().ended).stdout).toBe('')
})
