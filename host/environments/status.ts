import type { Environment, ServiceStatus } from '../../shared/contract/environments.ts'
import { toErrorBody } from '../../shared/contract/error.ts'
import type { Engine } from '../engine/engines.ts'
import { composeFiles } from './compose/files.ts'
import { composeFolder, type EnvironmentDesk, type Subject, wasInEngine } from './desk.ts'
import { ownContainers, statusOf } from './observe.ts'
import { type EnvironmentRow, environmentRow } from './rows.ts'

export const factsOf = ({ kind, version, address }: Engine): Environment['engine'] => ({
  kind,
  version,
  host: address.host,
})

/** An environment as it stands now; without an engine it says so and does not fail. */
export const environmentOf = async (desk: EnvironmentDesk, subject: Subject): Promise<Environment> => {
  const { owner, root } = subject
  const { caseId, project } = owner
  const row = await desk.database.read(environmentRow, { caseId })
  const processes = desk.processes.status(caseId)
  const hasFile = root !== null && composeFiles(composeFolder(root)).length > 0
  const said = (
    state: Environment['state'],
    reason: string,
    services: ServiceStatus[],
    engine: Engine | null,
  ) => ({
    ...{ caseId, project, state, reason, services },
    engine: engine && factsOf(engine),
  })
  if (!hasFile && !row && processes.length === 0)
    return said('none', 'There is no Compose file yet. Propose an environment, or put one in.', [], null)
  let engine: Engine | null = null
  let containers: ServiceStatus[]
  try {
    engine = await desk.engines.current()
    containers = (await ownContainers(engine.docker, owner)).map((one) => statusOf(one, row?.ports ?? []))
  } catch (error) {
    if (processes.length > 0 || !wasInEngine(subject))
      return said(...overall(row, processes), processes, null)
    return said('unknown', `What runs cannot be told: ${toErrorBody(error).message}`, [], null)
  }
  const services = [...containers, ...processes]
  return said(...overall(row, services), services, engine)
}

const overall = (
  row: EnvironmentRow | null,
  services: readonly ServiceStatus[],
): [Environment['state'], string] => {
  if (row?.act === 'starting') return ['starting', 'It is being started.']
  if (row?.act) return ['stopping', 'It is being taken down.']
  if (services.length === 0) return ['down', row?.note || 'Nothing runs.']
  const open = services.filter(({ ready }) => !ready)
  if (open.length === 0)
    return [
      'up',
      services.length === 1 ? 'Its service is ready.' : `All ${services.length} services are ready.`,
    ]
  const names = [...new Set(open.map(({ service }) => service))].join(', ')
  const note = row?.note ? ` ${row.note}` : ''
  return ['degraded', `Not ready: ${names}.${note}`]
}
