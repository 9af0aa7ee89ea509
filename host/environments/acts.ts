import { rm } from 'node:fs/promises'
import type Docker from 'dockerode'
import type { Removed } from '../../shared/contract/environments.ts'
import { BenchError } from '../../shared/contract/error.ts'
import { engineFailure, isSettled } from '../engine/failure.ts'
import { type EnvironmentDesk, type Subject, wasInEngine } from './desk.ts'
import { ownContainers, serviceOf } from './observe.ts'
import { removeEnvironment } from './remove.ts'
import { beginAct, endAct, environmentRow, forgetEnvironment } from './rows.ts'

/** Takes an environment down; with `purge` nothing of it is left, neither in the engine nor here. */
export const stopEnvironment = async (
  desk: EnvironmentDesk,
  subject: Subject,
  { purge }: { purge: boolean },
): Promise<Removed> => {
  const { owner, made, ref } = subject
  const { caseId, project } = owner
  const { database, engines, processes } = desk
  const known = await database.read(environmentRow, { caseId })
  const stopped = await processes.stop(caseId)
  if (purge) await processes.clearLogs(made)
  // Where only processes ever ran there may be no engine, and there is nothing in it.
  if (!wasInEngine(subject) && !(await engines.lookOnce()).engine) {
    if (known) await database.write(forgetEnvironment, { caseId })
    return { containers: stopped, networks: 0, volumes: 0 }
  }
  const engine = await engines.current()
  const volumes = known?.volumes ?? []
  await database.write(beginAct, { caseId, project, act: purge ? 'purging' : 'stopping', volumes })
  try {
    const removed = await removeEnvironment(engine.docker, owner, { volumes: () => purge, images: purge })
    if (purge) {
      await rm(made, { recursive: true, force: true })
      await database.write(forgetEnvironment, { caseId })
    } else await database.write(endAct, { caseId, note: '' })
    return { ...removed, containers: removed.containers + stopped }
  } catch (error) {
    const failure = engineFailure(error, `Taking down the environment of ${ref}`)
    await database.write(endAct, { caseId, note: failure.message.slice(0, 10_000) })
    throw failure
  }
}

/** Starts, stops or restarts one service. Throws `no-service`. */
export const actOnService = async (
  desk: EnvironmentDesk,
  { owner }: Subject,
  { service, act }: { service: string; act: 'start' | 'stop' | 'restart' },
): Promise<void> => {
  if (desk.processes.has(owner.caseId, service)) return desk.processes.act(owner.caseId, service, act)
  const { docker } = await desk.engines.current()
  const what = `To ${act} the service ${service}`
  try {
    const own = (await ownContainers(docker, owner)).filter((one) => serviceOf(one) === service)
    if (own.length === 0)
      throw new BenchError(
        'no-service',
        `The environment has no container of a service "${service}". Starting the environment makes those that are missing.`,
        { list: 'env status REF' },
      )
    for (const { Id } of own) await perform(docker.getContainer(Id), act)
  } catch (error) {
    throw engineFailure(error, what)
  }
}

const perform = async (container: Docker.Container, act: 'start' | 'stop' | 'restart') => {
  try {
    if (act === 'start') await container.start({})
    else if (act === 'stop') await container.stop({})
    else await container.restart({})
  } catch (error) {
    if (!isSettled(error)) throw error
  }
}
