import type { TerminalPanel } from '../panel-context.ts'
import type { Session } from '../session/session.ts'

/** Shows the block before or after the line at the top of the screen. */
export const jumpToBlock = ({ sessions }: Pick<TerminalPanel, 'sessions'>, id: string, by: 1 | -1): void => {
  const session = sessions.find(id)
  if (!session) return
  const { term, blocks } = session
  const top = term.buffer.active.viewportY
  const lines = blocks.list().map(({ marker }) => marker.line)
  const next = by === 1 ? lines.find((line) => line > top) : lines.findLast((line) => line < top)
  if (next !== undefined) term.scrollToLine(next)
  else if (by === 1) term.scrollToBottom()
}

/** Shows the block at this place among all marks; answers whether it is still there. */
export const showMark = ({ term, blocks }: Session, at: number): boolean => {
  const line = blocks.list()[at]?.marker.line
  if (line === undefined || line < 0) return false
  term.scrollToLine(line)
  // The last ones do not get to the top, so that they need a sign.
  term.selectLines(line, line)
  return true
}
