import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ComposeCommand } from '../../engine/compose-command.ts'
import type { Engine } from '../../engine/engines.ts'
import { type CommandEnd, runCommand } from '../../engine/run.ts'
import type { ResolvedFile } from '../compose/model.ts'

/** A project that is being started: the file that is really run, and with what. */
export interface StartedProject {
  readonly engine: Engine
  readonly compose: ComposeCommand
  readonly name: string
  /** The folder of the Compose file, for paths of `build`. */
  readonly folder: string
  readonly made: string
  readonly file: ResolvedFile
  readonly signal: AbortSignal
  onLine(line: string): void
}

/**
 * Writes the file that is run. As JSON, which is YAML that no version of YAML reads otherwise: `22:22` and `yes` are
 * numbers and booleans to some.
 */
export const writeProject = async ({ made, file }: Pick<StartedProject, 'made' | 'file'>): Promise<void> => {
  await mkdir(made, { recursive: true, mode: 0o700 })
  await writeFile(join(made, 'compose.json'), JSON.stringify(file, null, 2), { mode: 0o600 })
  await writeFile(join(made, 'empty.env'), '', { mode: 0o600 })
}

/** Runs Compose on the written file, with nothing to interpolate from. */
export const runCompose = (project: StartedProject, act: readonly string[]): Promise<CommandEnd> => {
  const { compose, engine, name, folder, made, signal, onLine } = project
  const plain = compose.name === 'podman-compose' ? [] : ['--ansi', 'never']
  const args = [
    ...compose.args,
    ...plain,
    ...['--project-name', name, '--project-directory', folder],
    ...['--file', join(made, 'compose.json'), '--env-file', join(made, 'empty.env')],
    ...act,
  ]
  return runCommand({ file: compose.file, args, folder, env: engine.env, signal, onLine })
}
