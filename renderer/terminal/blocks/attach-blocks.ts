import type { Terminal } from '../../../shared/contract/terminals.ts'
import type { Bench } from '../../app/bench.ts'
import { undoAct } from '../../app/history.ts'
import { sentence } from '../../ui/sentence.ts'
import type { TerminalPanel } from '../panel-context.ts'
import { chosenNumbers } from './copy-blocks.ts'

/** Puts the blocks a person chose, or the last one, onto the case's timeline. */
export const attachBlocks = async (
  bench: Pick<Bench, 'client' | 'toast' | 'acts'>,
  panel: Pick<TerminalPanel, 'face'>,
  { id: terminalId, caseId }: Pick<Terminal, 'id' | 'caseId'>,
): Promise<void> => {
  const { client, toast } = bench
  if (caseId === null) return toast('This terminal belongs to no case. Copy the block and attach it by hand.')
  try {
    const numbers = await chosenNumbers(client, panel, terminalId)
    if (numbers.length === 0) return toast('No command has run in this terminal yet.')
    const { step } = await client.evidence.attachBlocks({ caseId, terminalId, numbers: [...numbers] })
    panel.face.setState(({ chosen }) => ({ chosen: { ...chosen, [terminalId]: [] } }))
    const text = numbers.length === 1 ? 'The block is attached' : `${numbers.length} blocks are attached`
    toast({ key: 'history', tone: 'ok', text, ...(step !== null && { act: undoAct(bench, step) }) })
  } catch (error) {
    toast({ tone: 'danger', text: sentence(error) })
  }
}
