import { parseCast } from '../../shared/lib/asciicast/parse.ts'
import type { HostClient } from '../app/bench.ts'
import { gather } from '../app/save-bytes.ts'

export interface CastText {
  text: string
  /** Whether it came over time, so that there is something to play. */
  plays: boolean
}

/** Nanoseconds that make a difference to an eye. */
const seen = 100_000_000

/** What a recording shows as one text, with its escapes, of the first `length` bytes of its file. */
export const castText = async (
  client: HostClient,
  { sha256, length, signal }: { sha256: string; length: number; signal: AbortSignal },
): Promise<CastText> => {
  const blob = await gather(client.attachments.read({ sha256, length }, { signal }))
  const printed = parseCast(new Uint8Array(await blob.arrayBuffer())).flatMap((part) =>
    part.type === 'event' && part.event.code === 'o' ? [part.event] : [],
  )
  const [first, last] = [printed[0], printed.at(-1)]
  return {
    text: printed.map(({ data }) => data).join(''),
    plays: first !== undefined && last !== undefined && last.time - first.time >= seen,
  }
}
