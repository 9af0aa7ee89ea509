import { copyFile, mkdir, readFile } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import type { OpenedCard } from '../../shared/contract/cards.ts'
import { composeFiles } from '../environments/compose/files.ts'
import { environmentFolder } from '../environments/names.ts'
import { reviewEnvironment } from '../environments/review/review.ts'
import type { OpenCard } from './open.ts'

/** Characters of one file, and of all, that are shown before a card is run. */
const textAtMost = 256 * 1024
const textsAtMost = 1024 * 1024

const workspace = 'workspace/'

/** The short texts of a card's workspace; what runs first comes first. */
export const textsOf = async ({ manifest, fileOf }: OpenCard): Promise<OpenedCard['texts']> => {
  const members = manifest.members
    .filter(({ path, bytes }) => path.startsWith(workspace) && bytes <= textAtMost)
    .toSorted((a, b) => orderOf(a.path) - orderOf(b.path))
  const texts: OpenedCard['texts'] = []
  let all = 0
  for (const { path, bytes } of members) {
    if (all + bytes > textsAtMost) continue
    const content = await readFile(fileOf(path))
    if (content.includes(0)) continue
    all += bytes
    texts.push({ path: path.slice(workspace.length), text: content.toString('utf8') })
  }
  return texts
}

const orderOf = (path: string): number =>
  path === `${workspace}repro.sh` ? 0 : path.startsWith(`${workspace}${environmentFolder}/`) ? 2 : 1

/** What the Compose file of a card would do beyond its own containers, found without an engine in a folder of ours. */
export const dangersOfCard = async (
  { manifest, fileOf }: OpenCard,
  folder: string,
  variables: Readonly<Record<string, string>>,
): Promise<OpenedCard['dangers']> => {
  for (const { path } of manifest.members) {
    if (!path.startsWith(workspace)) continue
    const target = join(folder, path.slice(workspace.length))
    await mkdir(dirname(target), { recursive: true, mode: 0o700 })
    await copyFile(fileOf(path), target)
  }
  const files = composeFiles(join(folder, environmentFolder)).map((path) =>
    relative(folder, path).split(sep).join('/'),
  )
  if (files.length === 0) return []
  return (await reviewEnvironment({ root: folder, files, variables })).dangers
}
