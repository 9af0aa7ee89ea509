import type { CardSource, OpenedCard } from '../../shared/contract/cards.ts'
import type { Bench } from '../app/bench.ts'
import { undoAct } from '../app/history.ts'
import { bytesText, gather, saveBlob } from '../app/save-bytes.ts'
import { stageFiles } from '../imports/files.ts'
import { pickFiles } from '../ui/pick-files.ts'
import { isCancelled, sentence } from '../ui/sentence.ts'
import type { OfCase } from '../workspace/acts.tsx'
import { cardName, cardRoute } from './source.ts'

/** What a person chose to go into a card. */
export interface CardChoice {
  keepSecrets: boolean
  snapshot: string | null
}

const cancelled = ({ toast }: Bench, error: unknown, text: string): void => {
  // Any other failure was told by the act itself.
  if (isCancelled(error)) toast(text)
}

/** Puts the card of a case on its timeline, for colleagues. Answers whether it is there. */
export const attachCard = async (bench: Bench, { id, ref }: OfCase, choice: CardChoice): Promise<boolean> => {
  const { client, acts, toast } = bench
  try {
    const { step, bytes } = await acts.run(`Attaching the repro card of ${ref}`, ({ signal }) =>
      client.cards.attach({ caseId: id, ...choice }, { signal }),
    )
    toast({
      key: 'history',
      tone: 'ok',
      text: `Attached the repro card to ${ref} (${bytesText(bytes)}) · internal`,
      ...(step !== null && { act: undoAct(bench, step) }),
    })
    return true
  } catch (error) {
    cancelled(bench, error, 'Attaching was cancelled. The case is as it was.')
    return false
  }
}

/** Writes the card of a case to a file that a person names, or offers it as a download. Answers whether it was written. */
export const saveCard = async (bench: Bench, found: OfCase, choice: CardChoice): Promise<boolean> => {
  try {
    return await (bench.desktop ? toPath(bench, found, choice) : toDownload(bench, found, choice))
  } catch (error) {
    cancelled(bench, error, 'Writing the card was cancelled. No file was kept.')
    return false
  }
}

const toPath = async (
  { client, acts, desktop, toast }: Bench,
  { id, ref }: OfCase,
  choice: CardChoice,
): Promise<boolean> => {
  const picked = await desktop?.pickSavePath({
    title: `Save the repro card of ${ref}`,
    suggestedName: cardName(ref),
  })
  const path = picked?.path
  if (!path) return false
  // The system's dialog has asked already whether a file that is there may be replaced.
  const input = { caseId: id, ...choice, path, overwrite: true }
  const written = await acts.run(`Writing the repro card of ${ref}`, ({ signal }) =>
    client.cards.create(input, { signal }),
  )
  toast({ tone: 'ok', text: `Saved ${bytesText(written.bytes)} to ${written.path}` })
  return true
}

const toDownload = async (
  { client, acts }: Bench,
  { id, ref }: OfCase,
  choice: CardChoice,
): Promise<boolean> => {
  const blob = await acts.run(`Writing the repro card of ${ref}`, ({ signal, progress }) =>
    gather(client.cards.bytes({ caseId: id, ...choice }, { signal }), (bytes) =>
      progress(null, bytesText(bytes)),
    ),
  )
  saveBlob(window, blob, cardName(ref))
  return true
}

/** Hands a card file to the host and shows what it holds. */
export const openCardFile = async (bench: Bench, file: File): Promise<void> => {
  try {
    const [chosen] = await stageFiles(bench, [file])
    if (chosen) bench.navigate(cardRoute(chosen.source))
  } catch (error) {
    cancelled(bench, error, 'Reading was cancelled. The card was not opened.')
  }
}

/** Lets a person choose a card of this machine, and shows what it holds. */
export const chooseCard = async (bench: Bench): Promise<void> => {
  const { desktop, navigate, toast } = bench
  try {
    if (desktop) {
      const { paths } = await desktop.pickFiles({ title: 'Open a repro card', many: false })
      if (paths[0]) navigate(cardRoute({ path: paths[0] }))
      return
    }
    const [file] = await pickFiles(document, { many: false })
    if (file) await openCardFile(bench, file)
  } catch (error) {
    toast({ tone: 'danger', text: sentence(error) })
  }
}

type Step = Bench['client']['cards']['run'] extends (...args: never[]) => AsyncIterable<infer S> ? S : never
export type Replayed = Extract<Step, { type: 'done' }>

/** A replay as it is shown; `made` is its case as soon as there is one. */
export type Replay =
  | { is: 'none' }
  | { is: 'running'; text: string; made: string | null }
  | { is: 'failed'; error: unknown; made: string | null }
  | { is: 'done'; replayed: Replayed }

/** Replays a card that a person has looked at, and tells how far it is. */
export const replayCard = async (
  { client, acts }: Bench,
  card: Pick<OpenedCard, 'sha256' | 'card'>,
  asked: {
    source: CardSource
    allow: readonly string[]
    keepUp: boolean
    onChange: (replay: Replay) => void
  },
): Promise<void> => {
  const { source, allow, keepUp, onChange } = asked
  const input = { ...source, seen: card.sha256, allow: [...allow], keepUp }
  let made: string | null = null
  onChange({ is: 'running', text: 'Checking every part of it', made })
  try {
    await acts.run(`Replaying the card of ${card.card.ref}`, async ({ signal, progress }) => {
      for await (const step of client.cards.run(input, { signal })) {
        if (step.type === 'done') {
          onChange({ is: 'done', replayed: step })
          continue
        }
        made = step.made?.ref ?? made
        progress(null, step.text)
        onChange({ is: 'running', text: step.text, made })
      }
    })
  } catch (error) {
    onChange({ is: 'failed', error, made })
  }
}
