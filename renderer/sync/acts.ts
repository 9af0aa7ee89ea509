import { BenchError } from '../../shared/contract/error.ts'
import type { HeldReply, Resolution, SyncConflict, SyncItem } from '../../shared/contract/sync.ts'
import type { Bench } from '../app/bench.ts'
import { saveBlob } from '../app/save-bytes.ts'
import type { ComposerStore } from '../case/composer/store.ts'
import { plural } from '../case/words.ts'
import { isCancelled, sentence } from '../ui/sentence.ts'
import { fieldWords } from './conflicts/field-words.ts'

/** Tells why an act failed; answers whether it was done. */
const told = async ({ toast }: Pick<Bench, 'toast'>, work: () => Promise<unknown>): Promise<boolean> => {
  try {
    await work()
    return true
  } catch (error) {
    if (!isCancelled(error)) toast({ tone: 'danger', text: sentence(error) })
    return false
  }
}

export const syncNow = async ({ client, sync, toast }: Bench): Promise<void> => {
  if (sync.store.getState().status?.state === 'paused') await client.sync.pause({ paused: false })
  await client.sync.wake({})
  toast({ key: 'sync', text: 'Sync tries now' })
}

export const setPaused = async ({ client, toast }: Bench, paused: boolean): Promise<void> => {
  await client.sync.pause({ paused })
  const text = paused ? 'Sync is paused. Changes wait on this bench.' : 'Sync goes on'
  toast({ key: 'sync', text })
}

export const disconnect = async ({ client, sync, confirm, toast }: Bench): Promise<void> => {
  const { organisation = null, pending = 0, url = null } = sync.store.getState().status ?? {}
  const whose = organisation ?? url ?? 'the service'
  const waits = pending === 0 ? 'nothing' : plural(pending, 'change')
  const yes = await confirm({
    title: `Disconnect from ${whose}?`,
    text: `All that was synced stays on this bench, and you go on working with it. What was not sent (${waits} now) waits for the next connection.`,
    act: 'Disconnect',
  })
  if (!yes) return
  const { revoked } = await client.sync.disconnect({})
  toast(
    revoked
      ? { tone: 'ok', key: 'sync', text: `Disconnected from ${whose}. Everything is still here.` }
      : {
          key: 'sync',
          text: `Disconnected, but ${whose} could not be told. Ask an administrator to revoke this bench there.`,
        },
  )
}

/** Removes what the service took away, which waited because it is so much. */
export const removeNow = async ({ client, confirm, toast, sync }: Bench): Promise<void> => {
  const text = sync.store.getState().status?.trouble?.message ?? ''
  const yes = await confirm({
    title: 'Remove these cases from this bench?',
    text: `${text} Your team's service keeps them for those who may read them.`,
    act: 'Remove them',
    danger: true,
  })
  if (!yes) return
  await client.sync.remove({})
  toast({ key: 'sync', text: 'They are removed with the next exchange' })
}

/** What to pass on to whoever can undo it; nothing is removed by it. */
export const askFirst = async ({ sync, toast }: Bench): Promise<void> => {
  const { trouble = null, url = '' } = sync.store.getState().status ?? {}
  await navigator.clipboard.writeText(`${trouble?.message ?? ''} (${url})`)
  toast({
    key: 'sync',
    text: 'Nothing is removed yet. What to tell your administrator is on the clipboard.',
  })
}

/** What its acts need to know of a refused change. */
type Refused = Pick<SyncItem, 'id' | 'label' | 'ref' | 'reason'>

export const retryItem = (bench: Bench, { id, label }: Refused): Promise<boolean> =>
  told(bench, async () => {
    await bench.client.sync.retry({ id })
    bench.toast({ key: 'sync', text: `${label} is sent again` })
  })

const fileName = ({ ref, id }: Refused): string =>
  `given-up-${(ref ?? 'change').replace(/[^\w.-]+/g, '-')}-${id.slice(-6)}.json`

/** Gives a refused change up after a question, and keeps it as a file. */
export const discardItem = async (bench: Bench, item: Refused, view: Window): Promise<boolean> => {
  const { confirm, client, toast } = bench
  const yes = await confirm({
    title: 'Discard this change?',
    text: `“${item.label}” will never reach your team, and what it changed here goes back to what your team has. It is also saved as a file, so that you can look it up.`,
    act: 'Discard and save the file',
    danger: true,
  })
  if (!yes) return false
  return told(bench, async () => {
    const { operation } = await client.sync.discard({ id: item.id })
    const kept = JSON.stringify({ label: item.label, reason: item.reason, operation }, null, 2)
    const save = () => saveBlob(view, new Blob([kept], { type: 'application/json' }), fileName(item))
    save()
    toast({ text: `${item.label} is discarded`, act: { label: 'Save the file again', run: save } })
  })
}

/** Takes a reply that was not sent back to the place to write; it is given up only when it is kept there. */
export const editHeld = (
  bench: Bench,
  { id, body, attachments }: HeldReply,
  { takeBack }: ComposerStore,
): Promise<boolean> =>
  told(bench, async () => {
    await takeBack({ text: body, files: attachments })
    await bench.client.sync.discard({ id })
    bench.toast({ key: 'sync', text: 'The reply is back in the place to write, and not sent' })
  })

/** Resolves a conflict for everybody; `chosen` says what stands now. Answers whether it is this choice that stands. */
export const resolveConflict = async (
  bench: Bench,
  conflict: SyncConflict,
  { take, chosen }: { take: Resolution; chosen: string },
): Promise<boolean> => {
  const what = `The ${fieldWords(conflict)} of ${conflict.ref}`
  try {
    await bench.client.sync.resolve({ id: conflict.id, take })
  } catch (error) {
    if (error instanceof BenchError && error.code === 'resolved-already')
      bench.toast(
        `${what} was resolved already. What was chosen there stands, and nothing was changed by you.`,
      )
    else if (!isCancelled(error)) bench.toast({ tone: 'danger', text: sentence(error) })
    return false
  }
  bench.toast({ tone: 'ok', key: 'sync-resolved', text: `${what} is resolved: ${chosen}` })
  return true
}
