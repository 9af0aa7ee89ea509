/** One entry of an archive, as it says of itself; nothing of it is to be trusted. */
export interface ArchiveEntry {
  name: string
  kind: 'file' | 'folder' | 'link' | 'hard-link' | 'other'
  executable: boolean
  /** Milliseconds since the epoch. */
  modifiedAt: number
  /** Where a link leads. */
  target: string
  /** Why it cannot be unpacked, where the archive itself tells; empty otherwise. */
  refused: string
  bytes(): AsyncIterable<Buffer>
}

/** An archive that is damaged from here on; the entries before are good. */
export class Damaged extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'Damaged'
  }
}
