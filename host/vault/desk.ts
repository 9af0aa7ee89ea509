import { join, resolve } from 'node:path'
import type { CallContext } from '../../shared/contract/define.ts'
import { BenchError } from '../../shared/contract/error.ts'
import { needPaths } from '../attachments/service.ts'
import type { Database } from '../database/threads.ts'
import { getLocal } from '../desk/local.ts'
import type { Licences } from '../licences/service.ts'
import type { CentralAccess } from '../sync/service.ts'
import type { ImageEngine } from './engine.ts'
import { findImage } from './load.ts'
import { needName } from './names.ts'
import { openFolder, type ShelvedImage } from './shelf.ts'

export interface VaultOptions {
  database: Pick<Database, 'read' | 'write'>
  dataDir: string
  newId(): string
  now(): number
  /** Throws `no-engine` where there is none. */
  engine(): Promise<ImageEngine>
  /** The images of a case's environment, by its id or reference. */
  imagesOf(caseKey: string): Promise<string[]>
  /** Throws `not-connected`. */
  central(): Promise<CentralAccess>
  /** What is known of the licences of images. */
  licences: Pick<Licences, 'known' | 'require'>
}

export const chosenKey = 'vault.folder'

/** The folder of the vault: the one that a person chose, else the bench's own. */
export const vaultFolder = async ({
  database,
  dataDir,
}: Pick<VaultOptions, 'database' | 'dataDir'>): Promise<string> => {
  const { value } = await database.read(getLocal, { key: chosenKey })
  return typeof value === 'string' && value !== '' ? value : join(dataDir, 'vault')
}

/** The folder that is meant, which is there when this answers. Throws `vanished`. */
export const placeOf = async (
  options: VaultOptions,
  folder: string | undefined,
  context: CallContext,
): Promise<string> => {
  if (folder !== undefined) needPaths(context)
  const place = folder === undefined ? await vaultFolder(options) : resolve(folder)
  await openFolder(place)
  return place
}

/** An image as clients see it. */
export const facts = ({ manifest: _manifest, descriptor: _descriptor, ...image }: ShelvedImage) => image

/** The image of a vault that a text names. Throws `not-found`, `invalid`. */
export const need = (images: readonly ShelvedImage[], text: string): ShelvedImage => {
  const found = findImage(images, needName(text))
  if (found) return found
  throw new BenchError('not-found', `${text.slice(0, 200)} is not in the vault. Nothing was changed.`)
}
