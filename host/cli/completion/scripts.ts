import type { CommandWords } from './words.ts'

const bash = (commands: readonly CommandWords[]): string => {
  const branches = commands.map(
    ({ name, commands: nested, options }) =>
      `    ${name}) words="${[...nested, ...options.map(({ long }) => long)].join(' ')}" ;;`,
  )
  return `_casebench() {
  local word="\${COMP_WORDS[COMP_CWORD]}" command="" words="" i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${COMP_WORDS[i]}" in
    --data) ((i++)) ;;
    -*) ;;
    *) command="\${COMP_WORDS[i]}"; break ;;
    esac
  done
  case "$command" in
    "") words="${commands.map(({ name }) => name).join(' ')} --data --help --version" ;;
${branches.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _casebench casebench`
}

const zsh = (commands: readonly CommandWords[]): string =>
  `autoload -U +X compinit && compinit -u\nautoload -U +X bashcompinit && bashcompinit\n${bash(commands)}`

const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

const fish = (commands: readonly CommandWords[]): string =>
  commands
    .flatMap(({ name, summary, commands: nested, options }) => [
      `complete -c casebench -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`,
      ...nested.map((word) => `complete -c casebench -n '__fish_seen_subcommand_from ${name}' -a ${word}`),
      ...options.map(
        ({ long, about }) =>
          `complete -c casebench -n '__fish_seen_subcommand_from ${name}' -l ${long.slice(2)} -d ${quoted(about)}`,
      ),
    ])
    .join('\n')

export const shells = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof shells)[number]

/** A script that teaches a shell the words of Casebench. */
export const completionScript = (shell: Shell, commands: readonly CommandWords[]): string =>
  ({ bash, zsh, fish })[shell](commands)
