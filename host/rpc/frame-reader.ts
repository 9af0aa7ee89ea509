export interface Frame {
  header: Buffer
  payload: Buffer
}

export interface FrameFormat {
  headerBytes: number
  /** Bytes of the payload that follows; throws when that is too much. */
  lengthOf(header: Buffer): number
}

/** Cuts a stream of chunks into frames; keeps what is incomplete, each byte copied once at most. */
export const frameReader = ({ headerBytes, lengthOf }: FrameFormat) => {
  let chunks: Buffer[] = []
  let held = 0
  let header: Buffer | undefined
  let wanted = headerBytes

  const take = (bytes: number): Buffer => {
    const all = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)
    const rest = all.subarray(bytes)
    chunks = rest.length > 0 ? [rest] : []
    held = rest.length
    return all.subarray(0, bytes)
  }

  return function* (chunk: Buffer): Generator<Frame> {
    chunks.push(chunk)
    held += chunk.length
    while (held >= wanted) {
      const part = take(wanted)
      if (header) {
        yield { header, payload: part }
        header = undefined
        wanted = headerBytes
      } else {
        header = part
        wanted = lengthOf(part)
      }
    }
  }
}
