import { open } from 'node:fs/promises'
import { type CastPart, NANOSECONDS } from '../../shared/lib/asciicast/cast.ts'
import { isRecord } from '../../shared/lib/asciicast/header.ts'
import { type CastParser, createCastParser } from '../../shared/lib/asciicast/parse.ts'

export interface Summary {
  title: string
  caseId: string | null
  terminalId: string | null
  /** Milliseconds since the epoch; null where the header does not say. */
  startedAt: number | null
  durationMs: number
  events: number
}

const CHUNK = 1_048_576

/** What a growing file holds so far, read from where the last look ended. */
export class Reader {
  readonly #path: string
  readonly #parser: CastParser = createCastParser()
  #offset = 0
  #summary: Summary | null = null

  constructor(path: string) {
    this.#path = path
  }

  get offset(): number {
    return this.#offset
  }

  /** Null as long as there is no header. */
  async read(): Promise<Summary | null> {
    const file = await open(this.#path, 'r')
    try {
      const buffer = Buffer.allocUnsafe(CHUNK)
      for (;;) {
        const { bytesRead } = await file.read(buffer, 0, CHUNK, this.#offset)
        if (bytesRead === 0) break
        this.#offset += bytesRead
        for (const part of this.#parser.push(buffer.subarray(0, bytesRead))) this.#take(part)
      }
    } finally {
      await file.close()
    }
    return this.#summary
  }

  #take(part: CastPart): void {
    if (part.type === 'header') {
      const { title, timestamp, casebench } = part.header.fields
      const ours = isRecord(casebench) ? casebench : {}
      this.#summary = {
        title: typeof title === 'string' ? title.slice(0, 1_000) : '',
        caseId: typeof ours.caseId === 'string' ? ours.caseId : null,
        terminalId: typeof ours.terminalId === 'string' ? ours.terminalId : null,
        startedAt: typeof timestamp === 'number' ? Math.round(timestamp * 1000) : null,
        durationMs: 0,
        events: 0,
      }
    } else if (part.type === 'event' && this.#summary) {
      this.#summary.durationMs = Math.round((part.event.time / NANOSECONDS) * 1000)
      this.#summary.events += 1
    }
  }
}
