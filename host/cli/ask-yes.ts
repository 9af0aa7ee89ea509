import { createInterface } from 'node:readline'
import type { Act } from './command.ts'
import { neutral } from './text/neutral.ts'

/** Whether somebody is there who can be asked. */
export const mayAsk = ({ out, passage: { stdin } }: Act): boolean => !out.json && stdin.isTTY === true

/** Asks on the terminal; anything but a yes, the end of the input and Ctrl-C among it, is a no. */
export const askYes = async ({ out, passage, signal }: Act, question: string): Promise<boolean> => {
  out.progress.clear()
  const lines = createInterface({ input: passage.stdin, output: passage.stderr, terminal: false })
  passage.stderr.write(`${neutral(question)} [y/N] `)
  const onAbort = () => lines.close()
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    const answer = await new Promise<string>((resolve) => {
      lines.once('line', resolve)
      lines.once('close', () => resolve(''))
    })
    return /^\s*(y|yes)\s*$/i.test(answer)
  } finally {
    signal.removeEventListener('abort', onAbort)
    lines.close()
  }
}
