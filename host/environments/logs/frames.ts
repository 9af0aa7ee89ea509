import type { LogLine } from '../runner.ts'

/** Bytes of one line that are kept; the rest of it is dropped, and said so. */
const lineAtMost = 262_144
const headerBytes = 8
const newline = 10
const space = 32

export interface StampedLine extends LogLine {
  /** The stamp as the engine wrote it, to the nanosecond: where to go on after a break. */
  readonly stamp: string
}

interface Begun {
  stamp: string
  parts: Buffer[]
  bytes: number
}

/**
 * Takes apart what an engine sends of a container's log: frames with a stream and a length
 * (https://docs.docker.com/reference/api/engine/, "Attach to a container"), or, of a container with a terminal, the bare
 * lines; each with its stamp in front.
 */
export const logReader = (service: string, terminal: boolean) => {
  let rest: Buffer = Buffer.alloc(0)
  const begun: Record<'out' | 'err', Begun | null> = { out: null, err: null }
  const clock = stampClock()

  const take = (payload: Buffer, stream: 'out' | 'err', lines: StampedLine[]) => {
    const at = payload.indexOf(space)
    const stamp = payload.toString('latin1', 0, Math.max(0, at))
    const whole = payload.at(-1) === newline
    const text = payload.subarray(at + 1, whole ? payload.length - 1 : payload.length)
    const open = begun[stream]
    if (open === null && whole) return lines.push(lineOf(stamp, stream, text, text.length))
    const now = open ?? { stamp, parts: [], bytes: 0 }
    if (now.bytes < lineAtMost) now.parts.push(Buffer.from(text))
    now.bytes += text.length
    begun[stream] = whole ? null : now
    if (whole) lines.push(lineOf(now.stamp, stream, Buffer.concat(now.parts), now.bytes))
    return undefined
  }

  const lineOf = (stamp: string, stream: 'out' | 'err', bytes: Buffer, length: number): StampedLine => {
    const end = bytes.at(-1) === 13 ? bytes.length - 1 : bytes.length
    const kept = bytes.toString('utf8', 0, Math.min(end, lineAtMost))
    const text = length > lineAtMost ? `${kept} … (${length} bytes, cut)` : kept
    return { service, at: clock(stamp), stream, text, stamp }
  }

  const framed = (bytes: Buffer, lines: StampedLine[]): number => {
    let from = 0
    while (bytes.length - from >= headerBytes) {
      const length = bytes.readUInt32BE(from + 4)
      const end = from + headerBytes + length
      if (end > bytes.length) break
      if (length > 0) take(bytes.subarray(from + headerBytes, end), bytes[from] === 2 ? 'err' : 'out', lines)
      from = end
    }
    return from
  }

  const bare = (bytes: Buffer, lines: StampedLine[]): number => {
    let from = 0
    for (;;) {
      const end = bytes.indexOf(newline, from)
      if (end < 0) return from
      take(bytes.subarray(from, end + 1), 'out', lines)
      from = end + 1
    }
  }

  return {
    /** The whole lines that these bytes complete. */
    read(chunk: Buffer): StampedLine[] {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
      const lines: StampedLine[] = []
      const used = terminal ? bare(bytes, lines) : framed(bytes, lines)
      rest = Buffer.from(bytes.subarray(used))
      return lines
    },
    /** What is left of lines that never ended. */
    end(): StampedLine[] {
      return (['out', 'err'] as const).flatMap((stream) => {
        const open = begun[stream]
        begun[stream] = null
        return open ? [lineOf(open.stamp, stream, Buffer.concat(open.parts), open.bytes)] : []
      })
    },
  }
}

/** Milliseconds, with their fraction, of RFC 3339 stamps; the seconds of the last one are remembered. */
const stampClock = () => {
  let second = ''
  let base = 0
  return (stamp: string): number => {
    const here = stamp.slice(0, 19)
    if (here !== second) {
      second = here
      base = Date.parse(`${here}Z`)
      if (Number.isNaN(base)) base = 0
    }
    const fraction = /^\.(\d+)/.exec(stamp.slice(19))
    const zone = /([+-])(\d\d):(\d\d)$/.exec(stamp)
    const shift = zone ? (Number(zone[2]) * 60 + Number(zone[3])) * 60_000 * (zone[1] === '-' ? 1 : -1) : 0
    return base + shift + (fraction ? Number(`0.${fraction[1]}`) * 1000 : 0)
  }
}
