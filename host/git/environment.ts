import { dirname, join } from 'node:path'
import { always } from './hostile-config.ts'

/**
 * The variables a git of ours sees: the user's own without any `GIT_…`, the repository of exactly this folder, no
 * prompt, no system configuration, and settings that win over every file (git-config(1), GIT_CONFIG_COUNT).
 */
export const gitEnvironment = (
  base: NodeJS.ProcessEnv,
  options: {
    folder: string
    /** False where there is no repository yet. */
    repository: boolean
    overrides: readonly (readonly [key: string, value: string])[]
    extra: Readonly<Record<string, string>>
  },
): NodeJS.ProcessEnv => {
  const own = Object.fromEntries(Object.entries(base).filter(([name]) => !/^(GIT_|SSH_ASKPASS)/i.test(name)))
  const settings = [...always, ...options.overrides]
  return {
    ...own,
    LC_ALL: 'C.UTF-8',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_PAGER: 'cat',
    GIT_EDITOR: ':',
    GIT_SEQUENCE_EDITOR: ':',
    GIT_CEILING_DIRECTORIES: dirname(options.folder),
    ...(options.repository ? { GIT_DIR: join(options.folder, '.git'), GIT_WORK_TREE: options.folder } : {}),
    ...options.extra,
    GIT_CONFIG_COUNT: String(settings.length),
    ...Object.fromEntries(
      settings.flatMap(([key, value], index) => [
        [`GIT_CONFIG_KEY_${index}`, key],
        [`GIT_CONFIG_VALUE_${index}`, value],
      ]),
    ),
  }
}
