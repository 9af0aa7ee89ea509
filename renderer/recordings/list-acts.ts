import type { Recording } from '../../shared/contract/terminals.ts'
import type { Bench } from '../app/bench.ts'
import { undoAct } from '../app/history.ts'
import { sentence } from '../ui/sentence.ts'

const longest = 80

/** What a recording is called; its program's text is shown as text and nothing more. */
export const titleOf = ({ title }: Pick<Recording, 'title'>): string => {
  const text = title.replace(/[\p{Cc}\p{Cf}]/gu, ' ').trim() || 'Terminal'
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text
}

/** Puts a recording, as it stands now, onto the case's timeline, for colleagues. */
export const attachTo = async (
  bench: Pick<Bench, 'client' | 'toast' | 'acts'>,
  caseId: string,
  recordingId: string,
): Promise<void> => {
  const { client, toast } = bench
  try {
    const { case: found } = await client.cases.get({ key: caseId })
    const { step } = await client.evidence.attachRecording({ caseId, recordingId })
    const text = `Attached the recording to ${found.ref} · internal`
    toast({ key: 'history', tone: 'ok', text, ...(step !== null && { act: undoAct(bench, step) }) })
  } catch (error) {
    toast({ tone: 'danger', text: sentence(error) })
  }
}

/** Removes a recording after a question; answers whether it is gone. */
export const removeRecording = async (
  { client, toast, confirm }: Pick<Bench, 'client' | 'toast' | 'confirm'>,
  recording: Recording,
): Promise<boolean> => {
  const sure = await confirm({
    title: `Remove the recording ${titleOf(recording)}?`,
    text: 'It is deleted from this bench and cannot be brought back. What was attached to cases stays there.',
    act: 'Remove',
    danger: true,
  })
  if (!sure) return false
  try {
    await client.recordings.remove({ id: recording.id })
    return true
  } catch (error) {
    toast({ tone: 'danger', text: sentence(error) })
    return false
  }
}
