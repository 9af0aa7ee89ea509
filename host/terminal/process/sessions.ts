import { setTimeout as delay } from 'node:timers/promises'
import { isMainThread } from 'node:worker_threads'
import { BenchError } from '../../../shared/contract/error.ts'
import { readAll } from '../output/log.ts'
import { outputFolder, terminalsFolder } from '../places.ts'
import { allProcesses, killProcesses, kinOf } from './kin.ts'
import { recordRunning } from './leftovers.ts'
import { type LiveTerminal, startLive } from './live.ts'
import type { AskName, Asks, Tidings } from './messages.ts'
import { openOutput, type Reader, type TerminalOutput } from './output.ts'
import { plainText } from './plain-text.ts'

/** Shells that run at once. */
const terminalsAtMost = 200
/** Milliseconds that the end of a killed shell is waited for. */
const endAtMostMs = 5000
/** Bytes of output that are drawn for the text of one block; of more, the last. */
const drawnAtMost = 32 * 1024 * 1024

type Answers = { [N in AskName]: (input: Asks[N]['in']) => Asks[N]['out'] | Promise<Asks[N]['out']> }

export interface Sessions {
  readonly answers: Answers
  /** Ends every shell and what runs in it. */
  endAll(): Promise<void>
}

/** All terminals of the pty process. */
export const createSessions = ({
  dataDir,
  tell,
  now,
}: {
  dataDir: string
  tell(tidings: Tidings, onHeard?: () => void): void
  now(): number
}): Sessions => {
  const lives = new Map<string, LiveTerminal>()
  const outputs = new Map<string, TerminalOutput>()
  const readers = new Map<number, { reader: Reader; terminalId: string }>()
  const running = recordRunning(terminalsFolder(dataDir), now)
  // In a thread the process is the host itself, which is nobody's leftover.
  if (isMainThread) running.add(process.pid)
  let lastReader = 0

  const outputOf = (terminalId: string): TerminalOutput => {
    const known = outputs.get(terminalId)
    if (known) return known
    const opened = openOutput(outputFolder(dataDir, terminalId))
    outputs.set(terminalId, opened)
    return opened
  }
  /** Closes the files of a terminal that neither runs nor is read. */
  const letGo = (terminalId: string) => {
    const output = outputs.get(terminalId)
    if (!output || output.readers > 0 || lives.has(terminalId)) return
    outputs.delete(terminalId)
    output.close()
  }
  const live = (terminalId: string): LiveTerminal => {
    const found = lives.get(terminalId)
    if (!found) throw new BenchError('ended', 'This terminal has ended. Open it again to go on.')
    return found
  }
  const answers: Answers = {
    start(start) {
      const { terminalId } = start
      if (lives.has(terminalId)) throw new BenchError('invalid', 'This terminal runs already.')
      if (lives.size >= terminalsAtMost)
        throw new BenchError('too-large', `${terminalsAtMost} terminals run. Close one to open another.`)
      const output = outputOf(terminalId)
      const one = startLive({
        start,
        output,
        now,
        tell: (tidings, onHeard) => tell({ terminalId, ...tidings }, onHeard),
        onEnd() {
          lives.delete(terminalId)
          running.remove(one.pid)
          letGo(terminalId)
        },
      })
      lives.set(terminalId, one)
      running.add(one.pid)
      return { pid: one.pid }
    },
    write({ terminalId, data, binary }) {
      for (const [id, other] of lives) if (id !== terminalId) other.giveWay()
      live(terminalId).write(Buffer.from(data, binary ? 'latin1' : 'utf8'))
      return null
    },
    resize({ terminalId, columns, rows }) {
      live(terminalId).resize({ columns, rows })
      return null
    },
    async kill({ terminalId }) {
      const one = lives.get(terminalId)
      await one?.kill()
      // It may be forgotten or opened again as soon as the host knows of its end.
      await Promise.race([one?.over, delay(endAtMostMs)])
      return null
    },
    record({ terminalId, recording }) {
      live(terminalId).record(recording)
      return null
    },
    attach({ terminalId, ended }) {
      const output = outputOf(terminalId)
      if (!lives.has(terminalId)) output.ended = ended ?? { exitCode: null, signal: null }
      lastReader += 1
      readers.set(lastReader, { reader: output.read(), terminalId })
      return { reader: lastReader }
    },
    next: ({ reader }) => readers.get(reader)?.reader.next() ?? null,
    detach({ reader }) {
      const found = readers.get(reader)
      readers.delete(reader)
      found?.reader.close()
      if (found) letGo(found.terminalId)
      return null
    },
    text: async ({ terminalId, from, to, columns, mostBytes }) => {
      const { ring } = outputOf(terminalId).log
      const end = to ?? ring.to
      if (end > from && end <= ring.from) return null
      const start = Math.max(from, ring.from, end - drawnAtMost)
      const drawn = await plainText([readAll(ring, start, end)], { columns, mostBytes })
      letGo(terminalId)
      return { text: drawn.text, truncated: drawn.truncated || start > from }
    },
    forget({ terminalId }) {
      if (lives.has(terminalId)) throw new BenchError('invalid', 'This terminal still runs.')
      const output = outputOf(terminalId)
      outputs.delete(terminalId)
      output.forget()
      return null
    },
    silence({ terminalId, silent }) {
      const found = lives.get(terminalId)
      if (found) found.silent = silent
      return null
    },
  }
  return {
    answers,
    async endAll() {
      const pids = [...lives.values()].map(({ pid }) => pid)
      const all = allProcesses()
      const kin = pids.flatMap((pid) => kinOf(pid, all))
      await Promise.race([Promise.all([...lives.values()].map((one) => one.kill())), delay(3000)])
      killProcesses(kin.filter(({ pid }) => allProcesses().some((one) => one.pid === pid)))
    },
  }
}
