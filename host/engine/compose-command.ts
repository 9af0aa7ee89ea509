import { tmpdir } from 'node:os'
import { runCommand } from './run.ts'

/** A command that understands Compose files. */
export interface ComposeCommand {
  readonly name: 'docker compose' | 'docker-compose' | 'podman compose' | 'podman-compose'
  readonly file: string
  /** What comes before Compose's own arguments. */
  readonly args: readonly string[]
  readonly version: string
}

const ofDocker: readonly Omit<ComposeCommand, 'version'>[] = [
  { name: 'docker compose', file: 'docker', args: ['compose'] },
  { name: 'docker-compose', file: 'docker-compose', args: [] },
]

const ofPodman: readonly Omit<ComposeCommand, 'version'>[] = [
  { name: 'podman compose', file: 'podman', args: ['compose'] },
  { name: 'podman-compose', file: 'podman-compose', args: [] },
]

/**
 * The first Compose command that is installed, tells its version and speaks to that engine; null where there is none.
 * Docker's speak to whatever `DOCKER_HOST` names. Podman's start containers in Podman, whatever else runs: with Docker
 * they would start what nobody finds.
 */
export const findCompose = async (
  env: Readonly<Record<string, string>>,
  kind: 'docker' | 'podman' | null,
  signal?: AbortSignal,
): Promise<ComposeCommand | null> => {
  for (const candidate of kind === 'docker' ? ofDocker : [...ofDocker, ...ofPodman]) {
    const version = await versionOf(candidate, env, signal)
    if (version !== null) return { ...candidate, version }
  }
  return null
}

const versionOf = async (
  { file, args }: Omit<ComposeCommand, 'version'>,
  env: Readonly<Record<string, string>>,
  signal: AbortSignal | undefined,
): Promise<string | null> => {
  const run = { file, args: [...args, 'version', '--short'], folder: tmpdir(), env }
  try {
    const { exitCode, stdout } = await runCommand(signal ? { ...run, signal } : run)
    const version = /\d+\.\d+(\.\d+)?[\w.+-]*/.exec(stdout)
    return exitCode === 0 && version ? version[0] : null
  } catch {
    // Not installed.
    return null
  }
}
