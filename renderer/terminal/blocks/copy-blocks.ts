import type { Bench } from '../../app/bench.ts'
import { sentence } from '../../ui/sentence.ts'
import type { TerminalPanel } from '../panel-context.ts'

/** Characters of the clipboard at most. */
const mostBytes = 4_000_000

/** The blocks a person chose, else the newest one that has ended, else the newest. */
export const chosenNumbers = async (
  client: Bench['client'],
  { face }: Pick<TerminalPanel, 'face'>,
  id: string,
): Promise<readonly number[]> => {
  const chosen = face.getState().chosen[id] ?? []
  if (chosen.length > 0) return chosen.toSorted((one, other) => one - other)
  const stream = client.terminals.blocks({ id })
  const first = await stream.next()
  await stream.return()
  const blocks = first.done ? [] : first.value.blocks
  const block = blocks.findLast(({ endedAt }) => endedAt !== null) ?? blocks.at(-1)
  return block ? [block.number] : []
}

/** Puts what blocks printed on the clipboard. */
export const copyBlocks = async (
  { client, toast }: Pick<Bench, 'client' | 'toast'>,
  panel: Pick<TerminalPanel, 'face'>,
  id: string,
): Promise<void> => {
  try {
    const numbers = await chosenNumbers(client, panel, id)
    if (numbers.length === 0) return toast('No command has run in this terminal yet.')
    const texts = await Promise.all(
      numbers.map((number) => client.terminals.blockText({ id, number, mostBytes })),
    )
    await navigator.clipboard.writeText(texts.map(({ text }) => text).join('\n'))
    const cut = texts.some(({ truncated }) => truncated) ? ', as far as it is kept' : ''
    toast({
      tone: 'ok',
      text: `${numbers.length === 1 ? 'The block is' : `${numbers.length} blocks are`} copied${cut}`,
    })
  } catch (error) {
    toast({ tone: 'danger', text: sentence(error) })
  }
}
