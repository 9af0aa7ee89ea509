import type { Database } from '../database/threads.ts'
import { listSnapshots, noteSpare, type SnapshotRow } from './rows.ts'
import type { VolumeCopy } from './volume-copy.ts'

/** Below so many bytes a volume is copied quickly enough. */
const worthIt = 64e6

/**
 * Second copies of what snapshots hold, made beside all else, so that the next going back is quick. A case has them for
 * one snapshot at most: that which it was saved to or went back to last.
 */
export interface Spares {
  /** Makes those of a snapshot, and then removes what its volumes held before. */
  begin(snapshot: SnapshotRow, copy: VolumeCopy): void
  /** Waits until those that are being made of a snapshot are there, or are not going to be. */
  made(id: string): Promise<void>
  /** Ends what is being made for a case. */
  stop(caseId: string): Promise<void>
  close(): Promise<void>
}

interface Making {
  readonly id: string
  readonly stop: AbortController
  readonly made: Promise<void>
  readonly done: Promise<void>
}

export const openSpares = (database: Database): Spares => {
  const underWay = new Map<string, Making>()
  const all = new Set<Promise<void>>()
  /** A case has spares of one snapshot only. */
  const removeOthers = async ({ id, caseId }: SnapshotRow, copy: VolumeCopy) => {
    const others = (await database.read(listSnapshots, { caseId })).filter((one) => one.id !== id)
    for (const other of others.filter(({ facts }) => facts.spareBytes > 0)) {
      for (const volume of other.facts.volumes) await copy.tidySpare(volume.copy, { all: true })
      await database.write(noteSpare, { id: other.id, bytes: 0 })
    }
  }
  const make = async (snapshot: SnapshotRow, copy: VolumeCopy, signal: AbortSignal) => {
    const { id, facts } = snapshot
    await removeOthers(snapshot, copy)
    let sum = 0
    const open: typeof facts.volumes = []
    for (const volume of facts.volumes)
      if (await copy.hasSpare(volume.copy)) sum += volume.bytes
      else if (volume.bytes > worthIt) open.push(volume)
    await database.write(noteSpare, { id, bytes: sum })
    for (const { copy: name, bytes } of open) {
      const made = await copy.makeSpare(name, { bytes, signal }).catch(() => false)
      if (made) sum += bytes
    }
    if (open.length > 0) await database.write(noteSpare, { id, bytes: sum })
  }
  return {
    begin(snapshot, copy) {
      const { id, caseId } = snapshot
      const before = underWay.get(caseId)
      if (before?.id !== id) before?.stop.abort()
      const stop = new AbortController()
      const quiet = () => undefined
      // A spare that fails is none; the next going back copies instead.
      const made = (before?.done ?? Promise.resolve())
        .then(() => make(snapshot, copy, stop.signal))
        .catch(quiet)
      const done = made.then(() => copy.settle()).catch(quiet)
      const mine = { id, stop, made, done }
      underWay.set(caseId, mine)
      const settled = done.then(() => {
        all.delete(settled)
        if (underWay.get(caseId) === mine) underWay.delete(caseId)
      })
      all.add(settled)
    },
    async made(id) {
      for (const one of underWay.values()) if (one.id === id) await one.made
    },
    async stop(caseId) {
      const one = underWay.get(caseId)
      one?.stop.abort()
      await one?.done
    },
    async close() {
      for (const { stop } of underWay.values()) stop.abort()
      await Promise.all(all)
    },
  }
}
