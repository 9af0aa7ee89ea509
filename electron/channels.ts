/** Names of the messages between the main process and the preload; nothing else may use them. */
export const channels = {
  act: 'casebench:act',
  connect: 'casebench:connect',
  port: 'casebench:port',
  watchHost: 'casebench:watch-host',
  host: 'casebench:host',
  retryHost: 'casebench:retry-host',
  command: 'casebench:command',
  route: 'casebench:route',
} as const
