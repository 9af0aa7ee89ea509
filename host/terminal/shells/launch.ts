import { join } from 'node:path'
import { type MarkingShell, marking } from './shell.ts'

export interface Launch {
  file: string
  args: string[]
  env: Record<string, string>
}

export interface LaunchOptions {
  /** The shell's path. */
  path: string
  /** The folder of `writeScripts`. */
  scripts: string
  /** What the terminal's marks carry; letters and digits only, as it becomes part of prompts. */
  nonce: string
  /** The environment it starts in. */
  env: Readonly<Record<string, string | undefined>>
  /** Whether it reads what a login reads, as terminals of macOS do. */
  login?: boolean
}

/** What to start so that the shell reads all of the user's own files and marks its commands, if it is one that can. */
export const launchOf = ({ path, scripts, nonce, env, login = false }: LaunchOptions): Launch => {
  const given = { TERM_PROGRAM: 'Casebench', TERM: 'xterm-256color', COLORTERM: 'truecolor' }
  const base = { ...defined(env), ...given }
  const name = marking(path)
  if (!name) return { file: path, args: [], env: base }
  const own = { CASEBENCH_NONCE: nonce, CASEBENCH_SCRIPTS: scripts }
  const { args, more } = ways[name](scripts, login, env.ZDOTDIR)
  return { file: path, args, env: { ...base, ...own, ...more } }
}

type Way = (
  scripts: string,
  login: boolean,
  zdotdir: string | undefined,
) => { args: string[]; more: Record<string, string> }

const powershell: Way = (scripts) => ({
  args: ['-NoLogo', '-NoExit', '-Command', `. '${join(scripts, 'pwsh.ps1').replaceAll("'", "''")}'`],
  more: {},
})

const ways: Record<MarkingShell, Way> = {
  // A login shell of bash does not look at --rcfile, so the script reads what a login would.
  bash: (scripts, login) => ({
    args: ['--rcfile', join(scripts, 'bash.sh'), '-i'],
    more: login ? { CASEBENCH_LOGIN: '1' } : {},
  }),
  zsh: (scripts, login, zdotdir) => ({
    args: login ? ['-i', '-l'] : ['-i'],
    more: { ZDOTDIR: join(scripts, 'zsh'), ...(zdotdir === undefined ? {} : { CASEBENCH_ZDOTDIR: zdotdir }) },
  }),
  fish: (scripts, login) => ({
    args: [
      ...(login ? ['--login'] : []),
      '--init-command',
      `source ${fishQuoted(join(scripts, 'fish.fish'))}`,
    ],
    more: {},
  }),
  pwsh: powershell,
  powershell,
}

const fishQuoted = (text: string): string => `'${text.replaceAll(/[\\']/g, '\\$&')}'`

const defined = (env: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
