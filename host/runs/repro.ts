import { constants } from 'node:fs'
import { access, open, realpath } from 'node:fs/promises'
import { BenchError } from '../../shared/contract/error.ts'
import { followInside } from '../workspace/place.ts'

/** The script at the root of a workspace that shows the problem. */
export const reproScript = 'repro.sh'

export interface Program {
  program: string
  args: string[]
  /** As a person would type it. */
  line: string
}

/**
 * What a check runs: a command through the shell, else the workspace's `repro.sh` by its own interpreter, whether it is
 * marked as a program or not. Throws `no-check` where there is none, `refused` where it leads out of the workspace.
 */
export const programOf = async (folder: string, command: string | null): Promise<Program> => {
  if (command !== null) return { program: '/bin/sh', args: ['-c', command], line: command }
  const path = await followInside(await realpath(folder), reproScript).catch((error: unknown) => {
    if (!(error instanceof BenchError) || error.code !== 'vanished') throw error
    throw new BenchError(
      'no-check',
      `There is no ${reproScript} in the workspace, so nothing was run. Write the steps into it: exit code 0 says that the problem does not show, 1 that it does, 125 that it cannot be told. Or name a command.`,
    )
  })
  const line = `./${reproScript}`
  if (await access(path, constants.X_OK).then(yes, no)) return { program: path, args: [], line }
  const [interpreter = '/bin/sh', ...args] = await interpreterOf(path)
  return { program: interpreter, args: [...args, path], line }
}

const yes = () => true
const no = () => false

/** The interpreter that the first line names, with its one argument: execve(2), "Interpreter scripts". */
const interpreterOf = async (path: string): Promise<string[]> => {
  await using file = await open(path, 'r')
  const { buffer, bytesRead } = await file.read(Buffer.alloc(256), 0, 256, 0)
  const [, name, argument] =
    /^#![ \t]*(\/\S+)(?:[ \t]+([^\n]*\S))?[ \t]*\r?\n/.exec(buffer.toString('utf8', 0, bytesRead)) ?? []
  return name === undefined ? [] : argument === undefined ? [name] : [name, argument]
}
