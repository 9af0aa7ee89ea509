import { type Snapshot, snapshotName } from '../../shared/contract/snapshots.ts'
import { bytesText } from '../app/save-bytes.ts'
import { plural } from '../case/words.ts'

/** What a snapshot holds, such as "1.2 GB · 2 volumes, 4 files · from before-patch · 1.2 GB more to go back quickly". */
export const heldText = ({ bytes, volumes, files, from, spareBytes }: Snapshot): string =>
  [
    bytesText(bytes),
    `${plural(volumes.length, 'volume')}, ${plural(files, 'file')}`,
    ...(from === null ? [] : [`from ${from}`]),
    ...(spareBytes === 0 ? [] : [`${bytesText(spareBytes)} more to go back quickly`]),
  ].join(' · ')

/** What is wrong with a name for a new snapshot; undefined where nothing is. */
export const nameProblem = (name: string, taken: readonly string[]): string | undefined => {
  if (name === '') return 'Say how it is called.'
  if (!snapshotName.safeParse(name).success)
    return 'A name takes letters, digits, ".", "_" and "-", 64 at most, and begins with a letter or digit.'
  return taken.includes(name) ? `There is a snapshot ${name} already.` : undefined
}

/** The first name of the kind that nobody has. */
export const freeName = (stem: string, taken: readonly string[]): string => {
  for (let number = 1; ; number += 1) if (!taken.includes(`${stem}-${number}`)) return `${stem}-${number}`
}

/** A volume as its Compose file calls it, without the name of our project. */
export const volumeName = (name: string): string =>
  name.replace(/^casebench-[0-9a-f]{8}-[a-z0-9-]+_(?=.)/, '')
