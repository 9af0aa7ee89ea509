import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { bytesOf, textOf } from '../../shared/lib/asciicast/bytes.ts'
import { type CastEvent, NANOSECONDS } from '../../shared/lib/asciicast/cast.ts'
import { createCastParser } from '../../shared/lib/asciicast/parse.ts'

/** Bytes of a recording that is looked through for one command; out of a larger one it is taken without its timing. */
const readAtMost = 256 * 1024 * 1024

/** Where a block stands in the recording of its terminal. */
export interface BlockPlace {
  /** The text of its marker. */
  label: string
  startedAt: number
  /** Bytes that it printed; null where that is not known, so that nothing is found. */
  length: number | null
  /** What it printed, from its end back, as far as that is known; null where it is not. */
  tail: Uint8Array | null
}

/** What was recorded of one command: its events, times in nanoseconds since it began, and the size it began at. */
export interface RecordedBlock {
  columns: number
  rows: number
  events: CastEvent[]
}

/**
 * Finds a block in a recording by its marker and by the very bytes that follow; of several the one nearest to its time.
 * Null where it is not there whole. Of more than `most` bytes of output the first ones are left out, not their time.
 */
export const recordedBlock = async (
  path: string,
  place: BlockPlace,
  most: number,
): Promise<RecordedBlock | null> => {
  const size = (await stat(path).catch(() => undefined))?.size ?? 0
  const { length } = place
  if (length === null || size === 0 || size > readAtMost) return null
  const finder = new Finder({ ...place, length }, most)
  const parser = createCastParser()
  for await (const chunk of createReadStream(path, { end: size - 1 }))
    for (const part of parser.push(chunk)) {
      if (part.type === 'header') finder.begin(part.header)
      else if (part.type === 'event') finder.take(part.event)
    }
  return finder.best
}

interface Candidate extends RecordedBlock {
  time: number
  /** Bytes printed so far, and those of them that are kept. */
  bytes: number
  kept: number
}

class Finder {
  readonly #place: BlockPlace & { length: number }
  readonly #most: number
  #size = { columns: 80, rows: 24 }
  #began = 0
  #open: Candidate[] = []
  #best: (RecordedBlock & { apart: number }) | null = null

  constructor(place: BlockPlace & { length: number }, most: number) {
    this.#place = place
    this.#most = most
  }

  begin({
    columns,
    rows,
    fields,
  }: {
    columns: number
    rows: number
    fields: Readonly<Record<string, unknown>>
  }) {
    this.#size = { columns, rows }
    this.#began = typeof fields.timestamp === 'number' ? fields.timestamp * 1000 : 0
  }

  take(event: CastEvent): void {
    const [columns, rows] = event.code === 'r' ? event.data.split('x').map(Number) : []
    if (columns && rows) this.#size = { columns, rows }
    for (const one of this.#open) this.#follow(one, event)
    this.#open = this.#open.filter((one) => !this.#isWhole(one))
    if (event.code !== 'm' || event.data !== this.#place.label) return
    const fresh = { ...this.#size, time: event.time, bytes: 0, kept: 0, events: [] }
    if (!this.#isWhole(fresh)) this.#open.push(fresh)
  }

  get best(): RecordedBlock | null {
    return this.#best
  }

  #follow(one: Candidate, { time, code, data }: CastEvent): void {
    if (code !== 'o' && code !== 'r') return
    const at = time - one.time
    if (code === 'r') return void one.events.push({ time: at, code, data })
    const bytes = bytesOf(data)
    const left = this.#place.length - one.bytes
    const own = bytes.length > left ? bytes.subarray(0, left) : bytes
    one.bytes += own.length
    one.kept += own.length
    one.events.push({ time: at, code, data: own === bytes ? data : textOf(own) })
    while (one.kept > this.#most && one.events.length > 1) {
      const first = one.events.findIndex((event) => event.code === 'o')
      one.kept -= bytesOf(one.events.splice(first, 1)[0]?.data ?? '').length
    }
  }

  #isWhole(one: Candidate): boolean {
    if (one.bytes < this.#place.length) return false
    this.#judge(one)
    return true
  }

  #judge(one: Candidate): void {
    const { tail, startedAt } = this.#place
    const apart = Math.abs(this.#began + one.time / (NANOSECONDS / 1000) - startedAt)
    if (this.#best && this.#best.apart <= apart) return
    if (tail && !endsAlike(outputOf(one), tail)) return
    const { columns, rows, events } = one
    this.#best = { columns, rows, events, apart }
  }
}

const outputOf = ({ events }: RecordedBlock): Buffer =>
  Buffer.concat(events.flatMap(({ code, data }) => (code === 'o' ? [bytesOf(data)] : [])))

/** Whether the shorter one is the end of the longer one. */
const endsAlike = (one: Buffer, other: Uint8Array): boolean => {
  const length = Math.min(one.length, other.length)
  return one.subarray(one.length - length).equals(other.subarray(other.length - length))
}
