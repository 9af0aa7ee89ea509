import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { repositoryRoot } from '../../build/repository.ts'

const run = promisify(execFile)

/** Does one act of the command line on a data folder, through the host that serves it; answers its JSON. */
export const casebench = async (dataDir: string, ...argv: string[]): Promise<unknown> => {
  const launcher = join(repositoryRoot, 'host/entry/casebench.mjs')
  const { stdout } = await run(process.execPath, [launcher, '--data', dataDir, ...argv, '--json'])
  return JSON.parse(stdout)
}

/** Makes a case and answers its reference; `facts` are as `casebench new --set` takes them. */
export const newCase = async (
  dataDir: string,
  title: string,
  facts: readonly string[] = [],
): Promise<string> => {
  const sets = facts.flatMap((fact) => ['--set', fact])
  const { ref } = (await casebench(dataDir, 'new', '--title', title, ...sets)) as { ref: string }
  return ref
}
