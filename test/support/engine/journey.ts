import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test as shell } from '../shell.ts'
import { startEngine, type TestEngine } from './start.ts'

/** `test` of journeys that need a container engine: one is there, or is started for them; else they are skipped. */
export const test = shell.extend<{ needsEngine: undefined }, { engine: TestEngine }>({
  engine: [
    async ({ playwright: _playwright }, use) => {
      const engine = await startEngine((line) => void process.stderr.write(`${line}\n`))
      if (engine.missing) process.stderr.write(`Skipped: ${engine.missing}.\n`)
      await use(engine)
      await engine.stop()
    },
    { scope: 'worker', timeout: 600_000 },
  ],
  needsEngine: [
    async ({ engine, bench }, use, info) => {
      info.skip(engine.missing !== '', engine.missing)
      await use(undefined)
      removeAll(bench.dataDir)
    },
    { auto: true },
  ],
})

/** Removes what a journey that failed has left in the engine. */
const removeAll = (dataDir: string): void => {
  const { id } = JSON.parse(readFileSync(join(dataDir, 'environments/bench.json'), 'utf8')) as { id: string }
  const docker = (...args: string[]) =>
    execFileSync('docker', args, { encoding: 'utf8' }).split('\n').filter(Boolean)
  const filter = ['--quiet', '--filter', `label=casebench.bench=${id}`]
  for (const container of docker('ps', '--all', ...filter)) docker('rm', '--force', '--volumes', container)
  for (const network of docker('network', 'ls', ...filter)) docker('network', 'rm', network)
  for (const volume of docker('volume', 'ls', ...filter)) docker('volume', 'rm', '--force', volume)
}

/** Writes a file of a workspace. */
export const writeInto = (root: string, path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}
