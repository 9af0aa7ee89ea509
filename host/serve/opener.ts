export interface Opener {
  command: string
  args: string[]
}

/** The command that opens an address in the default browser, or undefined where there is no display. */
export const openerOf = (
  url: string,
  { platform, env }: { platform: NodeJS.Platform; env: NodeJS.ProcessEnv },
): Opener | undefined => {
  if (platform === 'darwin') return { command: 'open', args: [url] }
  // The first of start's arguments is a title. Nothing in our addresses means anything to the command processor.
  if (platform === 'win32') return { command: 'cmd', args: ['/c', 'start', '', url] }
  return env.DISPLAY || env.WAYLAND_DISPLAY ? { command: 'xdg-open', args: [url] } : undefined
}
