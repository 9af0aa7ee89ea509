import { parseArgs } from 'node:util'

export interface Asked {
  shell: 'browser' | 'desktop' | 'either'
  /** Options for the shell that opens. */
  passed: string[]
}

export const usage =
  'Usage: npm start [-- --browser | --desktop] [--data DIR]\n' +
  '       npm start -- --browser [--port N] [--host H] [--json] [--no-open] [--data DIR]'

const options = {
  browser: { type: 'boolean' },
  desktop: { type: 'boolean' },
  help: { type: 'boolean' },
} as const

const OF_THE_BROWSER = ['port', 'host', 'json', 'open', 'no-open']

/** Reads the command line of `npm start`; options of the shells are passed on as they are. Throws a sentence. */
export const readStart = (argv: readonly string[]): Asked | 'help' => {
  const { values, tokens } = parseArgs({ args: [...argv], options, strict: false, tokens: true })
  if (values.help) return 'help'
  if (values.browser && values.desktop) throw new Error('Choose --browser or --desktop, not both.')
  const named = tokens.filter((token) => token.kind === 'option')
  const browsers = named.find(({ name }) => OF_THE_BROWSER.includes(name))
  if (browsers && values.desktop)
    throw new Error(`${browsers.rawName} belongs to the browser shell, not to --desktop.`)
  const own = new Set(named.filter(({ name }) => name in options).map(({ index }) => index))
  return {
    shell: values.desktop ? 'desktop' : values.browser || browsers ? 'browser' : 'either',
    passed: argv.filter((_, index) => !own.has(index)),
  }
}

interface Surroundings {
  platform: NodeJS.Platform
  env: NodeJS.ProcessEnv
}

/** Whether a window can be shown here. */
export const hasDisplay = ({ platform, env }: Surroundings): boolean =>
  platform === 'win32' || platform === 'darwin' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)

export type Plan =
  | { shell: 'desktop'; binary: string }
  | { shell: 'browser'; because: string | null }
  | { shell: 'none'; because: string }

const BROWSER_INSTEAD = 'so Casebench opens in the browser shell.'

const CANNOT_DOWNLOAD = [
  'The Electron binary is not here and could not be downloaded, so the desktop window cannot open.',
  'Do one of these:',
  '  with a network:      npx install-electron, then npm start -- --desktop',
  '  with a local mirror: ELECTRON_MIRROR=https://… npx install-electron',
  '  with a copy of it:   ELECTRON_OVERRIDE_DIST_PATH=/folder/of/electron npm start -- --desktop',
  '  without it:          npm start -- --browser',
].join('\n')

const NO_DISPLAY =
  'There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so the desktop window cannot open. ' +
  'Run it in a desktop session, or run npm start -- --browser.'

export interface Electron {
  /** The binary, if it is here. */
  present(): string | null
  /** The binary, downloaded if need be and possible. */
  obtain(): Promise<string | null>
}

/** Which shell to open. Nothing is downloaded where no window could be shown, unless the window was asked for. */
export const planStart = async (
  shell: Asked['shell'],
  surroundings: Surroundings,
  { present, obtain }: Electron,
): Promise<Plan> => {
  if (shell === 'browser') return { shell, because: null }
  const shows = hasDisplay(surroundings)
  const binary = shows || shell === 'desktop' ? await obtain() : present()
  if (binary !== null && shows) return { shell: 'desktop', binary }
  if (shell === 'desktop') return { shell: 'none', because: binary === null ? CANNOT_DOWNLOAD : NO_DISPLAY }
  if (binary !== null)
    return { shell: 'browser', because: `There is no display for the Electron window, ${BROWSER_INSTEAD}` }
  const lack = shows ? 'could not be downloaded' : 'there is no display for its window'
  return { shell: 'browser', because: `The Electron binary is not here and ${lack}, ${BROWSER_INSTEAD}` }
}
