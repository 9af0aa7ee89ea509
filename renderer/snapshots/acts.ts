import type { Snapshot } from '../../shared/contract/snapshots.ts'
import type { Bench } from '../app/bench.ts'
import { bytesText } from '../app/save-bytes.ts'
import { plural } from '../case/words.ts'
import { took } from '../terminal/blocks/block-words.ts'
import { absolute } from '../ui/relative.ts'
import { isCancelled, sentence } from '../ui/sentence.ts'
import type { OfCase } from '../workspace/acts.tsx'
import { volumeName } from './words.ts'

const withNotes = (text: string, notes: readonly string[]): string => [text, ...notes].join(' ')

/** Saves the state of an environment under a name. */
export const saveSnapshot = async (bench: Bench, { id, ref }: OfCase, name: string): Promise<void> => {
  const { client, acts, toast } = bench
  try {
    const { snapshot, durationMs, notes } = await acts.run(
      `Saving ${name} of ${ref}`,
      ({ signal, progress }) => {
        progress(null, 'Services rest meanwhile')
        return client.snapshots.save({ caseId: id, name }, { signal })
      },
    )
    toast({
      tone: 'ok',
      text: withNotes(`Saved ${name} of ${ref}: ${bytesText(snapshot.bytes)} in ${took(durationMs)}.`, notes),
    })
  } catch (error) {
    // What failed was told already.
    if (isCancelled(error)) toast(`Saving ${name} was cancelled. Nothing was kept of it.`)
  }
}

/** What a restore replaces, in sentences. */
const replaced = ({ volumes, files, createdAt }: Snapshot): string => {
  const data =
    volumes.length === 0
      ? 'Its volumes are emptied.'
      : `${plural(volumes.length, 'volume')} ${volumes.length === 1 ? 'goes' : 'go'} back to ${absolute(createdAt)}: ${volumes.map(({ name, bytes }) => `${volumeName(name)} (${bytesText(bytes)})`).join(', ')}. What was written since is lost, and volumes that it does not know are emptied.`
  const folder =
    files === 0
      ? 'The folder "environment" goes into the trash of the workspace.'
      : 'Where the folder "environment" differs, what is there now goes into the trash of the workspace.'
  return `${data} ${folder} Services that run are stopped meanwhile. Save a snapshot first to keep what is there now.`
}

/** Takes an environment back to a snapshot, after a question that says what is replaced. */
export const restoreSnapshot = async (
  bench: Bench,
  { id, ref }: OfCase,
  snapshot: Snapshot,
): Promise<void> => {
  const { client, acts, toast, confirm } = bench
  const { name } = snapshot
  const goOn = await confirm({
    title: `Take ${ref} back to ${name}?`,
    text: replaced(snapshot),
    act: 'Restore',
    danger: true,
  })
  if (!goOn) return
  try {
    const { durationMs, notes } = await acts.run(`Restoring ${name} of ${ref}`, ({ signal, progress }) => {
      progress(null, 'Services rest meanwhile')
      return client.snapshots.restore({ caseId: id, name }, { signal })
    })
    toast({ tone: 'ok', text: withNotes(`${ref} is back at ${name}, in ${took(durationMs)}.`, notes) })
  } catch (error) {
    if (isCancelled(error))
      toast(
        `Restoring ${name} was cut off halfway. Restore it, or another snapshot, before ${ref} is used; the next start of the bench ends it otherwise.`,
      )
  }
}

/** Gives a snapshot a second name, to go on from in another direction. */
export const branchSnapshot = async (
  { client, acts, toast }: Bench,
  { id, ref }: OfCase,
  { name, to }: { name: string; to: string },
): Promise<void> => {
  try {
    await acts.run(`Copying ${name} of ${ref} to ${to}`, ({ signal }) =>
      client.snapshots.branch({ caseId: id, name, to }, { signal }),
    )
    toast({ tone: 'ok', text: `${to} is a copy of ${name}. Restore it to go on from there.` })
  } catch (error) {
    if (isCancelled(error)) toast(`Copying ${name} was cancelled. Nothing was kept of ${to}.`)
  }
}

export const removeSnapshot = async (
  { client, confirm, toast }: Bench,
  { id, ref }: OfCase,
  { name, bytes, spareBytes }: Snapshot,
): Promise<void> => {
  const goOn = await confirm({
    title: `Remove the snapshot ${name} of ${ref}?`,
    text: `It frees ${bytesText(bytes + spareBytes)} and cannot be taken back. The environment itself stays as it is.`,
    act: 'Remove',
    danger: true,
  })
  if (!goOn) return
  try {
    const { bytesFreed } = await client.snapshots.remove({ caseId: id, name })
    toast({ tone: 'ok', text: `Removed ${name}; ${bytesText(bytesFreed)} are free again` })
  } catch (error) {
    toast({ tone: 'danger', text: sentence(error) })
  }
}
