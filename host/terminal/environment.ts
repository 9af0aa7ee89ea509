/** What tells our own processes things that programs in a terminal must not inherit. */
const ours = /^(CASEBENCH_|ELECTRON_|NODE_OPTIONS$|NODE_COMPILE_CACHE$|NODE_CHANNEL_|VITEST|npm_)/

/** The user's environment without what is ours. */
export const userEnvironment = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && !ours.test(entry[0]),
    ),
  )

/** The environment of a terminal's shell. */
export const terminalEnvironment = (env: NodeJS.ProcessEnv, terminalId: string): Record<string, string> => ({
  ...userEnvironment(env),
  TERM: 'xterm-256color',
  COLORTERM: 'truecolor',
  TERM_PROGRAM: 'Casebench',
  CASEBENCH_TERMINAL: terminalId,
})
