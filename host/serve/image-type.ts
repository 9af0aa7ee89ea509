const at = (head: Uint8Array, offset: number, text: string) =>
  Buffer.from(head.subarray(offset, offset + text.length)).toString('latin1') === text

/** Bytes of a file that tell its type. */
export const headBytes = 32

/**
 * The type of a raster image that a browser shows without running anything, by its first bytes (the signatures of the
 * WHATWG MIME Sniffing Standard, section 6.1, and ISO/IEC 23000-22 for AVIF); undefined for anything else.
 */
export const rasterImageType = (head: Uint8Array): string | undefined => {
  if (at(head, 0, '\x89PNG\r\n\x1a\n')) return 'image/png'
  if (at(head, 0, '\xff\xd8\xff')) return 'image/jpeg'
  if (at(head, 0, 'GIF87a') || at(head, 0, 'GIF89a')) return 'image/gif'
  if (at(head, 0, 'RIFF') && at(head, 8, 'WEBP')) return 'image/webp'
  if (at(head, 4, 'ftypavif') || at(head, 4, 'ftypavis')) return 'image/avif'
  return undefined
}
