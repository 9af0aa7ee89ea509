import type { TerminalBlock } from '../../shared/contract/terminals.ts'
import { textOf } from '../../shared/lib/asciicast/bytes.ts'
import { type CastEvent, NANOSECONDS } from '../../shared/lib/asciicast/cast.ts'
import { writeCast } from '../../shared/lib/asciicast/write.ts'

/** What a block printed, when it did, and the size it did so in. */
export interface Printed {
  columns: number
  rows: number
  /** Output and sizes; times in nanoseconds since the command began. */
  events: readonly CastEvent[]
}

/** Output of which only the bytes are known: there at once. */
export const atOnce = (output: Uint8Array, size: { columns: number; rows: number }): Printed => ({
  ...size,
  events: [{ time: 0, code: 'o', data: textOf(output) }],
})

/** One block as an asciicast 3 file: its command as a marker, what it printed, and how it ended. */
export const blockCast = (block: TerminalBlock, { columns, rows, events }: Printed): string => {
  const { command, startedAt, endedAt, exitCode } = block
  const took = Math.max(0, (endedAt ?? startedAt) - startedAt) * (NANOSECONDS / 1000)
  const time = Math.max(took, events.at(-1)?.time ?? 0)
  const fields = { timestamp: Math.floor(startedAt / 1000), command, title: command.slice(0, 500) }
  return [
    ...writeCast([
      { type: 'header', header: { version: 3, columns, rows, fields } },
      { type: 'event', event: { time: 0, code: 'm', data: command.slice(0, 1000) } },
      ...events.map((event) => ({ type: 'event' as const, event })),
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
