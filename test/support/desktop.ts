import { dirname, join } from 'node:path'
import { _electron, type ElectronApplication } from '@playwright/test'
import { electronBinary } from '../../build/electron-binary.ts'
import { repositoryRoot } from '../../build/repository.ts'
import { hasDisplay } from '../../build/start-plan.ts'
import type { Shell, Surroundings } from './shell.ts'
import type { Trouble } from './trouble.ts'

/** Why the desktop shell cannot be driven on this machine, as a sentence; undefined where it can. */
export const whyNoDesktop = (): string | undefined => {
  if (electronBinary() === null)
    return 'the Electron binary is not on this machine (npx install-electron downloads it), so the desktop shell was not run'
  if (!hasDisplay(process))
    return 'there is no display (on Linux: xvfb-run -a npm test), so the desktop shell was not run'
  return undefined
}

/** The desktop shell as a journey drives it. */
export const desktopShell = (
  trouble: Trouble,
  env: Surroundings = {},
): Shell & { app(): ElectronApplication } => {
  let shell: ElectronApplication | undefined
  const stop = async () => {
    await shell?.close()
    shell = undefined
  }
  return {
    app() {
      if (!shell) throw new Error('The desktop shell does not run.')
      return shell
    },
    async open(dataDir) {
      shell = await launch(dataDir, env)
      trouble.watch(shell.context(), (address) => address.startsWith('casebench://app/'))
      return shell.firstWindow()
    },
    stop,
    async kill() {
      if (shell) await kill(shell)
      shell = undefined
    },
    close: stop,
  }
}

/** Starts the built desktop shell on a data folder, as `npm start -- --desktop` does. */
const launch = (dataDir: string, env: Surroundings): Promise<ElectronApplication> => {
  const executablePath = electronBinary()
  if (executablePath === null) throw new Error(whyNoDesktop())
  return _electron.launch({
    executablePath,
    args: [repositoryRoot, '--data', dataDir],
    cwd: repositoryRoot,
    env: { ...surroundings(dataDir), ...env },
    // Chromium refuses its sandbox to root, which containers are.
    chromiumSandbox: process.getuid?.() !== 0,
  })
}

/** This process's own, but what would make Electron another program; its profile lies beside the data. */
const surroundings = (dataDir: string): Record<string, string> => {
  const kept = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined &&
      !['ELECTRON_RUN_AS_NODE', 'NODE_OPTIONS', 'CASEBENCH_DATA'].includes(entry[0]),
  )
  return { ...Object.fromEntries(kept), XDG_CONFIG_HOME: join(dirname(dataDir), 'profile') }
}

/** Ends the shell and all its processes as a power cut does. */
const kill = async (shell: ElectronApplication): Promise<void> => {
  const closed = new Promise<void>((resolve) => shell.once('close', () => resolve()))
  const pids = await shell.evaluate(({ app }) => app.getAppMetrics().map(({ pid }) => pid))
  for (const pid of pids) end(pid)
  await closed
}

const end = (pid: number) => {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // The main process took this one along.
  }
}

/** Ends the host under the shell, as a crash does; the shell stays. */
export const killDesktopHost = async (shell: ElectronApplication): Promise<void> => {
  const pid = await shell.evaluate(
    ({ app }) => app.getAppMetrics().find(({ name }) => name === 'Casebench host')?.pid,
  )
  if (pid === undefined) throw new Error('The desktop shell runs no host.')
  end(pid)
}
