import { toErrorBody } from '../../../shared/contract/error.ts'
import type { FromProcess, Request, ToProcess } from './messages.ts'
import { createSessions } from './sessions.ts'
import { createTidings } from './tidings.ts'

/** What is used of a process's way to its parent. */
export interface ParentPort {
  send(message: FromProcess): void
  onMessage(listener: (message: ToProcess) => void): void
  onGone(listener: () => void): void
}

/** The inside of the pty process: answers the host, and ends with every shell when the host is gone. */
export const servePtys = (
  port: ParentPort,
  { dataDir, exit }: { dataDir: string; exit(code: number): void },
): void => {
  const board = createTidings((tidings) => port.send({ tidings }))
  const sessions = createSessions({ dataDir, tell: board.put, now: Date.now })
  const answer = async ({ id, ask, in: input }: Request) => {
    try {
      const out = await (sessions.answers[ask] as (input: unknown) => unknown)(input)
      port.send({ id, out })
    } catch (error) {
      port.send({ id, error: toErrorBody(error) })
    }
  }
  const leave = () => void sessions.endAll().finally(() => exit(0))
  port.onMessage((message) => {
    if ('heard' in message) board.heard()
    else if ('leave' in message) leave()
    else void answer(message)
  })
  port.onGone(leave)
}
