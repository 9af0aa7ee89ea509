import { ensureBuilt } from '../../build/bundle/ensure.ts'

interface Runner {
  /** Of a runner that watches: what to do before it runs tests again. */
  onTestsRerun?(prepare: () => Promise<void>): void
}

/**
 * Set up once before tests that start a whole Casebench: its window's files and its programs are built, and the command
 * line runs from them, as it does where it is installed. Hosts that tests start by themselves run from the sources.
 */
export default async (runner: Runner): Promise<void> => {
  const say = (line: string) => void process.stderr.write(`${line}\n`)
  const build = async () => {
    await ensureBuilt('renderer', say)
    await ensureBuilt('programs', say)
  }
  await build()
  runner.onTestsRerun?.(build)
  process.env.CASEBENCH_BUNDLED = '1'
}
