import type { TerminalBlock } from '../../shared/contract/terminals.ts'
import { textOf } from '../../shared/lib/asciicast/bytes.ts'
import { NANOSECONDS } from '../../shared/lib/asciicast/cast.ts'
import { writeCast } from '../../shared/lib/asciicast/write.ts'

/** One block as an asciicast 3 file: its command as a marker, what it printed, and how it ended. */
export const blockCast = (
  block: TerminalBlock,
  { output, columns, rows }: { output: Uint8Array; columns: number; rows: number },
): string => {
  const { command, startedAt, endedAt, exitCode } = block
  const time = Math.max(0, (endedAt ?? startedAt) - startedAt) * (NANOSECONDS / 1000)
  const fields = { timestamp: Math.floor(startedAt / 1000), command, title: command.slice(0, 500) }
  return [
    ...writeCast([
      { type: 'header', header: { version: 3, columns, rows, fields } },
      { type: 'event', event: { time: 0, code: 'm', data: command.slice(0, 1000) } },
      { type: 'event', event: { time: 0, code: 'o', data: textOf(output) } },
      ...(exitCode === null
        ? []
        : [{ type: 'event' as const, event: { time, code: 'x', data: String(exitCode) } }]),
    ]),
  ].join('')
}

/** The name of a block as a file: `mvn-q-test.cast`. */
export const blockName = (command: string): string => {
  const plain = command
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}._]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 60)
  return `${plain || 'command'}.cast`
}
