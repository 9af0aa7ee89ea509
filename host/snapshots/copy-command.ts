import { BenchError } from '../../shared/contract/error.ts'
import { runCommand } from '../engine/run.ts'

/** What `cp` and its like are told of our environment. */
const plainEnvironment = () => ({ PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C' })

/** Runs a command that copies or looks; throws what it said where it fails. */
export const copyCommand = async (
  file: string,
  args: readonly string[],
  { folder = '/', signal }: { folder?: string; signal?: AbortSignal | undefined } = {},
): Promise<string> => {
  const { exitCode, stdout, stderr } = await runCommand({
    ...{ file, args, folder, env: plainEnvironment() },
    ...(signal ? { signal } : {}),
  })
  if (exitCode !== 0) throw copyError(stderr)
  return stdout
}

/** What a copy that failed said, as an error with a sentence. */
export const copyError = (said: string): BenchError => {
  if (/No space left|Disk quota/i.test(said))
    return new BenchError('disk-full', 'The disk is full, so a volume could not be copied.')
  const line = said.trim().split('\n').at(-1)?.slice(0, 300) ?? ''
  return new BenchError('engine', `A volume could not be copied: ${line}`)
}

/** The bytes that `du -sk` said. */
export const sizeIn = (said: string): number => Number(/^\d+/.exec(said)?.[0] ?? 0) * 1024
