import { parseCast } from '../../shared/lib/asciicast/parse.ts'
import type { HostClient } from '../app/bench.ts'
import { gather } from '../app/save-bytes.ts'

/** What a recording shows as one text, with its escapes, of the first `length` bytes of its file. */
export const castText = async (
  client: HostClient,
  { sha256, length, signal }: { sha256: string; length: number; signal: AbortSignal },
): Promise<string> => {
  const blob = await gather(client.attachments.read({ sha256, length }, { signal }))
  return parseCast(new Uint8Array(await blob.arrayBuffer()))
    .flatMap((part) => (part.type === 'event' && part.event.code === 'o' ? [part.event.data] : []))
    .join('')
}
