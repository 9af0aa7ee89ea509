import type { Bench } from '../app/bench.ts'
import { openTerminal, showTerminals } from '../terminal/open-terminal.ts'
import { sentence } from '../ui/sentence.ts'
import type { OfCase } from '../workspace/acts.tsx'

/** A word as every shell reads it. */
const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`

/** Opens a terminal of the case that is inside a service: the command that leads there is typed into it. */
export const openShell = async (bench: Bench, { id }: OfCase, service: string): Promise<void> => {
  const { client, toast } = bench
  try {
    const { argv, label } = await client.environments.shell({ caseId: id, service })
    const terminal = await openTerminal(bench, { caseId: id })
    await client.terminals.rename({ id: terminal.id, name: label })
    await client.terminals.write({ id: terminal.id, data: `${argv.map(quoted).join(' ')}\r` })
    showTerminals(bench)
  } catch (error) {
    toast({ tone: 'danger', text: sentence(error) })
  }
}
