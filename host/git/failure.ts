import { BenchError } from '../../shared/contract/error.ts'

/** Git answered with an exit code that its caller did not expect. */
export class GitFailure extends BenchError<'internal'> {
  readonly exitCode: number
  readonly stderr: string

  constructor(args: readonly string[], exitCode: number, stderr: string) {
    const said = stderr.trim().replace(/^(fatal|error): /, '') || `it ended with ${exitCode}`
    super('internal', `git ${args[0] ?? ''} failed, and nothing more was changed: ${said}`, {
      exitCode,
      stderr,
    })
    this.name = 'GitFailure'
    this.exitCode = exitCode
    this.stderr = stderr
  }
}

/** What an unexpected end of git means; a lock of somebody else is `busy`. */
export const failureOf = (args: readonly string[], exitCode: number, stderr: string): BenchError => {
  if (/\.lock': File exists/.test(stderr))
    return new BenchError(
      'busy',
      'Another git is working in this workspace, so nothing was changed. Try again when it is done; if none is running, remove the .lock file in its .git folder.',
      { exitCode, stderr },
    )
  if (/No space left on device/.test(stderr))
    return new BenchError(
      'disk-full',
      'The disk is full, so git saved nothing. Free some space and try again.',
    )
  return new GitFailure(args, exitCode, stderr)
}

export const vanished = (folder: string): BenchError =>
  new BenchError(
    'vanished',
    `The folder ${folder} is gone. Nothing was changed; put it back, or open the workspace to make it anew.`,
  )

export const noGit = (why: string): BenchError =>
  new BenchError('no-git', `${why} The case and its files are safe; install git and try again.`)

export const outOfTime = ([command = '']: readonly string[]): BenchError =>
  new BenchError('internal', `git ${command} took too long and was stopped. Nothing was changed; try again.`)

export const tooMuchOutput = ([command = '']: readonly string[]): BenchError =>
  new BenchError('too-large', `git ${command} has more to say than can be shown. Nothing was changed.`)
