import { createCastParser } from '../../shared/lib/asciicast/parse.ts'
import { addParts, nothingRecorded, type Recorded } from './recorded.ts'

/** Bytes parsed before the page has its turn again: a few milliseconds. */
const sliceBytes = 64 * 1024
/** Bytes of a recording that a window holds. */
const mostBytes = 1_000_000_000

export interface Reading {
  bytes: AsyncIterable<Uint8Array>
  signal: AbortSignal
  /** Lets the page draw. */
  pause: () => Promise<void>
  /** Something can be shown, and how many bytes are read. */
  onProgress: (recorded: Recorded, read: number) => void
}

/** Reads a recording in slices, so that a large one never holds the page up. */
export const readRecording = async ({ bytes, signal, pause, onProgress }: Reading): Promise<Recorded> => {
  const parser = createCastParser()
  const recorded = nothingRecorded()
  let read = 0
  for await (const chunk of bytes) {
    for (let at = 0; at < chunk.length; at += sliceBytes) {
      const slice = chunk.subarray(at, at + sliceBytes)
      addParts(recorded, parser.push(slice))
      read += slice.length
      if (signal.aborted || read > mostBytes) return recorded
      onProgress(recorded, read)
      await pause()
    }
  }
  addParts(recorded, parser.end())
  return recorded
}
