import { noGit } from '../failure.ts'
import type { GitCall } from '../git.ts'

/** What a command found, as the binary would print it. */
export interface Said {
  readonly stdout: Buffer
  readonly exitCode: number
}

export const said = (output: Buffer | string = '', exitCode = 0): Said => ({
  stdout: typeof output === 'string' ? Buffer.from(output, 'utf8') : output,
  exitCode,
})

/** What works without the binary, and what does not. */
export const withoutGit =
  'Git was not found on this machine. Without it a workspace opens, archives unpack and changes are shown; patches, commits and the history of a file need git 2.31 or later from git-scm.com or your package manager.'

/** The sentence for everything that only the binary can do. */
export const needsBinary = () => noGit(withoutGit)

/** The arguments that are no flags. Throws `no-git` for a flag that is not among those a command knows. */
export const plainArguments = ({ args }: GitCall, known: readonly string[]): string[] => {
  const rest = args.slice(1)
  for (const flag of rest)
    if (flag !== '--' && flag.startsWith('-') && !known.includes(flag)) throw needsBinary()
  return rest.filter((arg) => !arg.startsWith('-'))
}

/** Text as git keeps names: one character a byte. */
export const bytesOf = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')

export const inputOf = async ({ input }: GitCall): Promise<Buffer> => {
  if (input === undefined) return Buffer.alloc(0)
  if (typeof input === 'string' || input instanceof Uint8Array) return Buffer.from(input)
  const chunks: Buffer[] = []
  for await (const chunk of input) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}
