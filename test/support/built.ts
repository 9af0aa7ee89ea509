import { ensureBuilt } from '../../build/bundle/ensure.ts'

/** Set up once before tests that start a whole Casebench: its window's files and its programs are built. */
export default async (): Promise<void> => {
  const say = (line: string) => void process.stderr.write(`${line}\n`)
  await ensureBuilt('renderer', say)
  await ensureBuilt('programs', say)
}
