import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { BenchError } from '../../shared/contract/error.ts'
import type { Recipe } from '../../shared/domain/stack/recipe.ts'
import type { ServiceExtension } from '../../shared/domain/stack/service-extension.ts'
import { caseDetail } from '../cases/detail.ts'
import type { Database } from '../database/threads.ts'
import type { Engines } from '../engine/engines.ts'
import { workspaceFolder } from '../workspace/folder.ts'
import type { Remembered } from './compose/remembered.ts'
import { environmentFolder, madeFolder, type Owner, projectOf } from './names.ts'
import type { Processes } from './processes/processes.ts'

/** What became of an image that the vault was asked for. */
export interface VaultImage {
  readonly image: string
  readonly from: 'engine' | 'vault' | 'missing'
  readonly imageId: string
  /** Whether the engine finds it by that name; else it is named by its id. */
  readonly byName: boolean
}

export interface EnvironmentOptions {
  readonly database: Database
  readonly dataDir: string
  readonly engines: Engines
  /** Throws `licence` where somebody has to accept one first, for images of these names. */
  mayUse(images: readonly string[]): Promise<void>
  /** Loads images that the engine misses out of the image vault, as far as it has them. */
  fromVault(images: readonly string[], signal: AbortSignal): Promise<readonly VaultImage[]>
  /**
   * Fills the volumes of an environment that begins anew out of a snapshot, and answers its name; null where the snapshot
   * was not asked for by name and there is none. Throws `not-found`.
   */
  fromSnapshot(owner: Owner, asked: { name: string | null; signal: AbortSignal }): Promise<string | null>
  /** What a registry meant when it did not give an image, out of what the engine said; `login` is where one helps. */
  refusal(image: string, said: string): Promise<{ sentence: string; login: string | null }>
  /** How the software of a recipe is asked for its version; null where nobody knows. */
  reports(made: Pick<ServiceExtension, 'recipe' | 'version'>): Promise<Recipe['reports']>
  now(): number
  newId(): string
}

export interface EnvironmentDesk extends EnvironmentOptions {
  /** The id by which engines know this bench. */
  readonly benchId: string
  readonly processes: Processes
  readonly remembered: Remembered
}

/** The environment of one case: whose it is and where it lies. */
export interface Subject {
  readonly owner: Owner
  readonly ref: string
  /** The workspace; null where the case has none. */
  readonly root: string | null
  /** Where what is made of it lies. */
  readonly made: string
}

export const subjectOf = async (desk: EnvironmentDesk, key: string): Promise<Subject> => {
  const { database, dataDir, benchId } = desk
  const { case: found } = await database.read(caseDetail, { key })
  const workspace = await database.read(workspaceFolder, { caseId: found.id })
  const root = workspace && existsSync(workspace.path) ? workspace.path : null
  return {
    owner: { benchId, caseId: found.id, project: projectOf(benchId, found.ref) },
    ref: found.ref,
    root,
    made: madeFolder(dataDir, found.id),
  }
}

/** The workspace of a case that has one. Throws `no-environment`. */
export const needRoot = ({ root, ref }: Subject): string => {
  if (root !== null) return root
  throw new BenchError(
    'no-environment',
    `${ref} has no workspace, and so no environment. Propose an environment, or put a compose.yaml into the folder "${environmentFolder}" of its workspace.`,
  )
}

export const composeFolder = (root: string): string => join(root, environmentFolder)

/** Whether anything of this environment was ever in an engine; local processes alone need none. */
export const wasInEngine = ({ made }: Subject): boolean => existsSync(join(made, 'compose.json'))
