import { BenchError } from '../../shared/contract/error.ts'
import { engineFailure } from '../engine/failure.ts'
import type { EnvironmentDesk, Subject } from './desk.ts'
import { said } from './exec.ts'
import { ownContainers, serviceOf } from './observe.ts'

/** What a terminal runs to be inside a container. */
export interface ContainerShell {
  /** The engine's command and its arguments. */
  readonly argv: string[]
  readonly label: string
  /** What chooses the engine. */
  readonly env: Record<string, string>
  /** Whether its shell can mark its commands, so that blocks are known. */
  readonly marks: boolean
}

/** How to get a shell in a running service: Bash where it is there. Throws `no-service`, `no-engine`. */
export const containerShell = async (
  desk: EnvironmentDesk,
  { owner, ref }: Subject,
  service: string,
): Promise<ContainerShell> => {
  const { docker, kind, env } = await desk.engines.current()
  try {
    const found = (await ownContainers(docker, owner)).find(
      (one) => serviceOf(one) === service && one.State.Running,
    )
    if (!found)
      throw new BenchError(
        'no-service',
        `The service "${service}" of ${ref} does not run, so no shell can be opened in it. Start it first.`,
      )
    const shells = await said(docker, found.Id, ['sh', '-c', 'command -v bash || command -v sh'])
    const marks = /bash\s*$/.test(shells.trim())
    return {
      argv: [kind, 'exec', '-it', found.Id.slice(0, 12), marks ? 'bash' : 'sh'],
      label: `${ref} ${service}`,
      env: { DOCKER_HOST: env.DOCKER_HOST ?? '' },
      marks,
    }
  } catch (error) {
    throw engineFailure(error, 'Opening a shell in the container')
  }
}
