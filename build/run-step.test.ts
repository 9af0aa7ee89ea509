import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { runStep } from './run-step.ts'

const node = (program: string, options = {}): Promise<number> =>
  runStep(process.execPath, ['--eval', program], { stdio: ['ignore', 'pipe', 'inherit'], ...options })

test('tells the exit code, and hands over all output before it does', async () => {
  let output = ''
  const onOutput = (chunk: Buffer): void => {
    output += chunk.toString()
  }
  expect(await node(`process.stdout.write('x'.repeat(300_000)); process.exitCode = 3`, { onOutput })).toBe(3)
  expect(output).toHaveLength(300_000)
})

test('a program that died of a signal did not succeed', async ({ skip }) => {
  skip(process.platform === 'win32', 'Windows has no such signals.')
  expect(await node(`process.kill(process.pid, 'SIGKILL')`)).toBe(1)
})

test('a program that is not there is an error', async () => {
  await expect(runStep('/there/is/no/such/program', [])).rejects.toThrow('ENOENT')
})

test('a signal ends the step first and then this process', async ({ skip }) => {
  skip(process.platform === 'win32', 'Windows has no such signals.')
  const step = `process.once('SIGTERM', () => { console.log('step ended'); process.exit() }); setTimeout(() => {}, 60_000); console.log('step runs')`
  const runner = `import { runStep } from ${JSON.stringify(new URL('run-step.ts', import.meta.url).href)}
    await runStep(process.execPath, ['--eval', ${JSON.stringify(step)}])
    console.log('went on')`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', runner], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const said: string[] = []
  const lines = createInterface(child.stdout).on('line', (line) => said.push(line))
  await once(lines, 'line')
  child.kill('SIGTERM')
  expect(await once(child, 'close')).toEqual([null, 'SIGTERM'])
  expect(said).toEqual(['step runs', 'step ended'])
})
