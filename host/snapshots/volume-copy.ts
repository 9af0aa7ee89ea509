import type { Standing } from './take-back.ts'

/** What a volume is about to hold. */
export interface Staged {
  /** Puts it in place; answers what stands there then, or null where that must be looked up. */
  commit(): Promise<Standing | null>
  /** Leaves the volume as it is. */
  undo(): Promise<void>
}

/** Copies what volumes hold, with owners, modes, links and times. */
export interface VolumeCopy {
  /**
   * Gets ready that `to` holds what `from` holds and nothing else; with null it is emptied. Where that takes room on the
   * disk it is taken now, so that putting it in place does not fail for want of it.
   */
  stage(
    from: string | null,
    to: string,
    options: {
      /** What stood in `to` when it held just that: then only what changed since is copied. */
      known?: Standing
      /** Whether `from` is a snapshot's, which may have a spare. */
      keeps?: boolean
      /** Waits for a spare of `from` that is being made. */
      spareMade?: (() => Promise<void>) | undefined
      signal: AbortSignal
    },
  ): Promise<Staged>
  /** What stands in a volume now; empty where this way of copying cannot tell. */
  standing(name: string): Promise<Standing>
  /** Bytes that a volume takes on its disk. */
  size(name: string, signal: AbortSignal): Promise<number>
  /** Makes a second copy of a snapshot's volume, which going back to it moves in place. False where there is none. */
  makeSpare(name: string, options: { bytes: number; signal: AbortSignal }): Promise<boolean>
  hasSpare(name: string): Promise<boolean>
  /** Removes what was left by a making of a spare that was cut off; with `all` the spare as well. */
  tidySpare(name: string, options: { all: boolean }): Promise<void>
  /** Waits until what was replaced is gone from the disk too. */
  settle(): Promise<void>
}
