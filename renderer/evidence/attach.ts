import type { Stepped } from '../../shared/contract/step.ts'
import type { Bench, CommandContext } from '../app/bench.ts'
import { undoAct } from '../app/history.ts'
import { patiently } from '../app/lazy.ts'
import { caseRefOf } from '../case/current-case.ts'
import { laneFacts } from '../ui/lane-tag.tsx'
import { isCancelled, sentence } from '../ui/sentence.ts'

interface OfCase {
  id: string
  ref: string
}

type Around = Pick<Bench, 'client' | 'toast' | 'acts'>

/** What is attached by an act of two keystrokes is for colleagues; another lane is a decision of its own. */
const lane = 'internal'

/** Attaches something and tells of it with who can read it and its undo, or why it was not. */
const attach = async (
  around: Around,
  { what, ref }: { what: string; ref: string },
  work: () => Promise<Stepped>,
): Promise<void> => {
  const { toast } = around
  try {
    const { step } = await work()
    const text = `Attached ${what} to ${ref} · ${laneFacts[lane].label.toLowerCase()}`
    toast({ key: 'history', tone: 'ok', text, ...(step !== null && { act: undoAct(around, step) }) })
  } catch (error) {
    if (!isCancelled(error)) toast({ tone: 'danger', text: sentence(error) })
  }
}

/** The case in front; a toast says so where there is none. */
const caseInFront = async ({ client, tab, toast }: CommandContext): Promise<OfCase | null> => {
  const ref = caseRefOf(tab)
  if (ref !== null) return (await client.cases.get({ key: ref })).case
  toast('Open a case first: evidence is attached to one.')
  return null
}

/** The terminals of a case, those that run last, so that the last one is the most likely to be meant. */
const terminalsOf = async ({ client }: CommandContext, caseId: string) => {
  const watch = client.terminals.watch({ caseId })
  const first = await watch.next()
  await watch.return()
  const all = first.done ? [] : first.value.terminals
  return all.toSorted((one, other) => Number(one.ended === null) - Number(other.ended === null))
}

export const attachLastBlock = async (context: CommandContext): Promise<void> => {
  const found = await caseInFront(context)
  if (!found) return
  const terminal = (await terminalsOf(context, found.id)).at(-1)
  if (!terminal) return context.toast('This case has no terminal yet, so there is no command to attach.')
  await attach(context, { what: 'the last command', ref: found.ref }, () =>
    context.client.evidence.attachBlocks({ caseId: found.id, terminalId: terminal.id }),
  )
}

export const attachRecording = async (context: CommandContext): Promise<void> => {
  const found = await caseInFront(context)
  if (!found) return
  const terminals = await terminalsOf(context, found.id)
  const terminal = terminals.findLast(({ recording }) => recording)
  if (!terminal) return context.toast('No terminal of this case is recorded. Turn recording on in one first.')
  await attach(context, { what: 'the recording', ref: found.ref }, () =>
    context.client.evidence.attachRecording({ caseId: found.id, recordingId: terminal.id }),
  )
}

export const attachScreenshot = async (context: CommandContext): Promise<void> => {
  const found = await caseInFront(context)
  if (!found) return
  await attach(context, { what: 'a picture of this page', ref: found.ref }, async () => {
    const { pictureOfPage } = await patiently(() => import('./picture.ts'))
    const picture = await pictureOfPage(document)
    const route = document.location.hash
    return context.client.evidence.attachScreenshot({ caseId: found.id, route }, chunksOf(picture))
  })
}

/** Bytes of one message; the wire takes up to 64 KiB at a time. */
const chunkBytes = 48 * 1024

async function* chunksOf(blob: Blob): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < blob.size; at += chunkBytes)
    yield new Uint8Array(await blob.slice(at, at + chunkBytes).arrayBuffer())
}
