import { setImmediate } from 'node:timers/promises'
import { readKept } from './output/kept.ts'

/** Blocks that are named at most. */
const foundAtMost = 200
/** Bytes of what commands printed that are looked through; the newest ones first. */
const readAtMost = 32 * 1024 * 1024
/** Bytes of one block, of which a longer one has its last looked at, and of one turn. */
const blockAtMost = 4 * 1024 * 1024
const turnBytes = 256 * 1024
/** Characters of the line that is shown, and of it before the hit. */
const shownAtMost = 200
const shownBefore = 60

export interface FindOptions {
  /** The folder of the terminal's output. */
  folder: string
  /** Where each printed what; null for the end of one that runs. */
  blocks: readonly { number: number; outputFrom: number; outputTo: number | null }[]
  query: string
  signal: AbortSignal
}

export interface FoundInBlocks {
  /** Newest first, each with a line that has the text in it. */
  found: { number: number; line: string }[]
  /** Whether all that is kept was looked through. */
  whole: boolean
}

/** Finds blocks by what they printed, as far as it is kept, whatever the case of its letters and its colours. */
export const findInBlocks = async ({
  folder,
  blocks,
  query,
  signal,
}: FindOptions): Promise<FoundInBlocks> => {
  const wanted = query.toLowerCase()
  const found: FoundInBlocks['found'] = []
  let whole = true
  let left = readAtMost
  for (const { number, outputFrom: from, outputTo: to } of blocks.toReversed()) {
    if (signal.aborted || left <= 0 || found.length >= foundAtMost) return { found, whole: false }
    const output = await readKept(folder, { from, to, most: Math.min(left, blockAtMost) })
    if (!output) continue
    left -= output.bytes.length
    whole &&= output.whole
    const line = await lineWith(output.bytes, wanted)
    if (line !== null) found.push({ number, line })
  }
  return { found, whole }
}

/** The first line that has the text in it, read in turns so that the host stays awake. */
const lineWith = async (bytes: Buffer, wanted: string): Promise<string | null> => {
  for (let at = 0; at < bytes.length; ) {
    const cut = at + turnBytes >= bytes.length ? -1 : bytes.lastIndexOf(10, at + turnBytes)
    const end = cut > at ? cut + 1 : Math.min(bytes.length, at + turnBytes)
    const text = bytes.toString('utf8', at, end).replaceAll(control, '')
    const hit = text.toLowerCase().indexOf(wanted)
    if (hit >= 0) return around(text, hit)
    at = end
    if (at < bytes.length) await setImmediate()
  }
  return null
}

const around = (text: string, hit: number): string => {
  const start = Math.max(text.lastIndexOf('\n', hit), text.lastIndexOf('\r', hit)) + 1
  const rest = text.slice(start).search(/[\r\n]/)
  const line = rest < 0 ? text.slice(start) : text.slice(start, start + rest)
  const before = Math.max(0, hit - start - shownBefore)
  const shown = line.slice(before, before + shownAtMost)
  return `${before > 0 ? '…' : ''}${shown.trim()}${before + shownAtMost < line.length ? '…' : ''}`
}

const [esc, bel] = ['\\x1b', '\\x07']

/** Sequences of a terminal (ECMA-48), and controls beside the ends of lines. */
const control = new RegExp(
  [
    `${esc}\\[[0-?]*[ -/]*[@-~]`,
    `${esc}[PX^_\\]][^${bel}${esc}]*(?:${bel}|${esc}\\\\)?`,
    `${esc}[ -/]*[0-~]?`,
    String.raw`[^\P{Cc}\t\r\n]`,
  ].join('|'),
  'gu',
)
