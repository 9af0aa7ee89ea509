import process from 'node:process'
import { commands } from '../cli/commands/all.ts'
import { runCli } from '../cli/run.ts'
import { defaultDataDir } from '../instance/data-dir.ts'
import { hostVersion } from '../instance/version.ts'

const code = await runCli({
  argv: process.argv.slice(2),
  env: process.env,
  cwd: process.cwd(),
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  version: hostVersion(),
  commands,
  signals: process,
  now: Date.now,
  quit: (exitCode) => process.exit(exitCode),
  defaultDataDir: () => defaultDataDir(),
  // Loaded when it is needed: help and bad usage answer without the database.
  open: async (dataDir) => (await import('../instance/open.ts')).openClient({ dataDir }),
})
// A pipe may still hold what was written; a reader that went away answers too, with an error nobody needs.
for (const stream of [process.stdout, process.stderr]) await new Promise((done) => stream.write('', done))
// Whatever still holds the process (a terminal's input) has nothing left to do.
process.exit(code)
