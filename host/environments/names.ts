import { join } from 'node:path'

/** Where this bench keeps what it makes of environments. */
export const environmentsFolder = (dataDir: string): string => join(dataDir, 'environments')

/** Where what is made of one case's environment lies. */
export const madeFolder = (dataDir: string, caseId: string): string =>
  join(environmentsFolder(dataDir), caseId)

/** The folder of a workspace with the Compose file and what its services read. */
export const environmentFolder = 'environment'

/** The name of a case's Compose project: no two benches of one engine share one. */
export const projectOf = (benchId: string, ref: string): string => {
  const name = ref.toLowerCase().replaceAll(/[^a-z0-9_-]/g, '-')
  return `casebench-${benchId.replaceAll('-', '').slice(-8)}-${name}`
}

export const benchLabel = 'casebench.bench'
export const caseLabel = 'casebench.case'
export const projectLabel = 'casebench.project'
/** The label of a volume that holds the copy of a snapshot, and never one of a project: only a snapshot takes it away. */
export const snapshotLabel = 'casebench.snapshot'
/** The label by which every Compose command names the service of a container. */
export const serviceLabel = 'com.docker.compose.service'
export const instanceLabel = 'com.docker.compose.container-number'

/** Whose an environment is; every container, network and volume of it carries this. */
export interface Owner {
  readonly benchId: string
  readonly caseId: string
  readonly project: string
}

export const labelsOf = ({ benchId, caseId, project }: Owner): Record<string, string> => ({
  [benchLabel]: benchId,
  [caseLabel]: caseId,
  [projectLabel]: project,
})

/**
 * The labels of an image that is built here. They are others than those above, since a container has the labels of its
 * image: one that a person makes of it by hand is not ours.
 */
export const imageLabelsOf = ({ benchId, caseId, project }: Owner): Record<string, string> => ({
  [`${benchLabel}.image`]: benchId,
  [`${caseLabel}.image`]: caseId,
  [`${projectLabel}.image`]: project,
})

/** Whose an image is, as its labels would be were it a container. */
export const ownerLabelsOf = (image: Readonly<Record<string, string>> | null): Record<string, string> =>
  Object.fromEntries(
    [benchLabel, caseLabel, projectLabel].map((label) => [label, image?.[`${label}.image`] ?? '']),
  )

/** What an engine is asked for: never anything without our bench's label. */
export const ownFilter = ({ benchId, project }: Pick<Owner, 'benchId' | 'project'>) => ({
  label: [`${benchLabel}=${benchId}`, `${projectLabel}=${project}`],
})
