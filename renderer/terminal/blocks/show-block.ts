import type { Bench } from '../../app/bench.ts'
import { pathOf } from '../../app/router.ts'
import { sentence } from '../../ui/sentence.ts'
import { panelName } from '../open-terminal.ts'

/** The event by which the panel of terminals is asked; it prevents the default when it takes the question. */
export const askedForBlock = 'casebench:show-block'

export interface BlockAsk {
  terminalId: string
  block: number
  /** Whether the block is still there, and shown. */
  answer: (shown: boolean) => void
}

export interface ShownBlock {
  terminalId: string
  block: number
  command: string
  startedAt: number
}

/** Milliseconds a panel that opens is waited for. */
const patience = 30_000

const first = async <T>(stream: AsyncGenerator<T>): Promise<T | undefined> => {
  const { value, done } = await stream.next()
  await stream.return(undefined)
  return done ? undefined : value
}

const isThere = async ({ client }: Pick<Bench, 'client'>, { terminalId, block }: ShownBlock) => {
  const all = await first(client.terminals.watch({}))
  if (!all?.terminals.some(({ id }) => id === terminalId)) return false
  const known = await first(client.terminals.blocks({ id: terminalId }))
  return known?.blocks.some(({ number }) => number === block) === true
}

/** Asks the panel once it is there; answers whether it shows the block. */
const askPanel = ({ terminalId, block }: ShownBlock): Promise<boolean> =>
  new Promise((answer) => {
    const until = performance.now() + patience
    const ask = () => {
      const detail: BlockAsk = { terminalId, block, answer }
      const taken = !document.dispatchEvent(new CustomEvent(askedForBlock, { detail, cancelable: true }))
      if (taken) return
      if (performance.now() > until) answer(false)
      else requestAnimationFrame(ask)
    }
    ask()
  })

/** Shows where a command ran: in its terminal, else in its recording, else it says that both are gone. */
export const showBlock = async (
  bench: Pick<Bench, 'client' | 'commands' | 'navigate' | 'toast'>,
  asked: ShownBlock,
): Promise<void> => {
  const { client, commands, navigate, toast } = bench
  try {
    if (await isThere(bench, asked)) {
      commands.run(`panel.${panelName}`)
      if (await askPanel(asked)) return
    }
    const { recordings } = await client.recordings.list({})
    const recording = recordings.find(({ terminalId }) => terminalId === asked.terminalId)
    if (!recording)
      return toast('This command is gone from its terminal, and no recording of it is on this bench.')
    const query = { marker: asked.command.slice(0, 200), at: String(asked.startedAt) }
    navigate(pathOf('recording', recording.id), query)
  } catch (error) {
    toast({ tone: 'danger', text: sentence(error) })
  }
}
