/** Bytes read of a file at a time: large enough to be quick, small enough that a cancel is felt at once. */
const chunkBytes = 256 * 1024

/** The bytes of a file from `offset` on, never more than one chunk in memory. */
export async function* chunksOf(
  file: Blob,
  offset: number,
  onBytes: (sent: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = offset; at < file.size; at += chunkBytes) {
    const chunk = new Uint8Array(await file.slice(at, at + chunkBytes).arrayBuffer())
    yield chunk
    onBytes(at + chunk.length)
  }
}
