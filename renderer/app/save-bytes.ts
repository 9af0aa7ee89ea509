/** Bytes gathered before they are handed to the browser, which keeps large ones on disk. */
const lot = 16 * 1024 * 1024

/** Gathers a stream of chunks into one blob without holding it in the heap. */
export const gather = async (
  chunks: AsyncIterable<Uint8Array>,
  onBytes: (bytes: number) => void = () => undefined,
): Promise<Blob> => {
  const blobs: Blob[] = []
  let part: BlobPart[] = []
  let held = 0
  let total = 0
  for await (const chunk of chunks) {
    part.push(new Uint8Array(chunk))
    held += chunk.length
    total += chunk.length
    onBytes(total)
    if (held < lot) continue
    blobs.push(new Blob(part))
    part = []
    held = 0
  }
  return new Blob([...blobs, ...part])
}

/** Offers a blob as a download of the browser. */
export const saveBlob = (view: Window, blob: Blob, name: string): void => {
  const url = URL.createObjectURL(blob)
  const link = view.document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The download has its own hold on the bytes by the next turn.
  view.setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

const units = ['bytes', 'kB', 'MB', 'GB', 'TB']

/** Bytes for a person: 1 kB is 1,000 bytes, as on a disk's label. */
export const bytesText = (bytes: number): string => {
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`
}
