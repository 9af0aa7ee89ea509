import { BenchError } from '../../shared/contract/error.ts'
import type { TerminalBlock } from '../../shared/contract/terminals.ts'
import { getBlock, getTerminal, listBlocks } from '../terminal/changes.ts'
import { markerOf } from '../terminal/marks/marker.ts'
import { readKept } from '../terminal/output/kept.ts'
import { outputFolder, recordingPath } from '../terminal/places.ts'
import { atOnce, blockCast, blockName, type Printed } from './block-cast.ts'
import { recordedBlock } from './recorded-block.ts'
import type { Piece } from './rows.ts'
import { type EvidenceOptions, storeText } from './store.ts'

/** Bytes of what one command printed that are attached; of more the last. A whole recording has all. */
const outputAtMost = 4 * 1024 * 1024

/** Blocks of a terminal as evidence, oldest first; the newest one when none is named. Throws `empty`, `gone`. */
export const blockPieces = async (
  options: EvidenceOptions,
  { terminalId, numbers }: { terminalId: string; numbers: readonly number[] },
): Promise<Piece[]> => {
  const { database } = options
  const terminal = await database.read(getTerminal, { id: terminalId })
  const blocks = await database.read(listBlocks, { id: terminalId })
  const wanted = new Set(numbers)
  const last = blocks.findLast(({ endedAt }) => endedAt !== null) ?? blocks.at(-1)
  const chosen = numbers.length > 0 ? blocks.filter(({ number }) => wanted.has(number)) : last ? [last] : []
  if (chosen.length === 0)
    throw new BenchError(
      'empty',
      'There is no command to attach: this terminal has run none, or its shell does not mark them. Attach the recording instead.',
    )
  const pieces: Piece[] = []
  for (const block of chosen) pieces.push(await pieceOf(options, { terminalId, block, ...terminal }))
  return pieces
}

interface Place {
  terminalId: string
  block: TerminalBlock
  columns: number
  rows: number
}

const pieceOf = async (
  options: EvidenceOptions,
  { terminalId, block, columns, rows }: Place,
): Promise<Piece> => {
  const { now, blockText } = options
  const { number, command, folder, startedAt, endedAt, exitCode } = block
  const printed = await printedBy(options, { terminalId, block, columns, rows })
  const text = await blockText({ id: terminalId, number, mostBytes: searchedAtMost }).catch(() => ({
    text: '',
  }))
  const cast = blockCast(block, printed)
  const file = await storeText(options, {
    name: blockName(command),
    text: cast,
    searched: `${command}\n${text.text}`,
  })
  return {
    kind: 'run',
    file,
    detail: {
      type: 'block',
      command: command.slice(0, 100_000),
      folder: folder.slice(0, 4096),
      exitCode,
      startedAt,
      durationMs: Math.max(0, (endedAt ?? now()) - startedAt),
      terminalId,
      block: number,
    },
  }
}

/** What it printed, as it did where its terminal was recorded. Throws `gone`. */
const printedBy = async (
  { database, dataDir }: EvidenceOptions,
  { terminalId, block: { number, command, startedAt }, columns, rows }: Place,
): Promise<Printed> => {
  const { outputFrom: from, outputTo: to } = await database.read(getBlock, { id: terminalId, number })
  const output = await readKept(outputFolder(dataDir, terminalId), { from, to, most: outputAtMost })
  // Of one that still runs, as much as was just read.
  const length = to !== null ? to - from : output?.whole ? output.bytes.length : null
  const place = { label: markerOf({ command, startedAt }), startedAt, length, tail: output?.bytes ?? null }
  const recorded = await recordedBlock(recordingPath(dataDir, terminalId), place, outputAtMost)
  if (recorded) return recorded
  if (output) return atOnce(output.bytes, { columns, rows })
  throw new BenchError(
    'gone',
    `What "${command.slice(0, 100)}" printed has scrolled away, and no recording has it, so it was not attached.`,
  )
}

/** Bytes of what a command printed that a search finds; the last of more, where errors stand. */
const searchedAtMost = 60_000
