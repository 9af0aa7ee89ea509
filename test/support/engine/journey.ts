import { mkdirSync, writeFileSync } from 'node:fs'
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
    async ({ engine }, use, info) => {
      info.skip(engine.missing !== '', engine.missing)
      await use(undefined)
    },
    { auto: true },
  ],
})

/** Writes a file of a workspace. */
export const writeInto = (root: string, path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}
