import type { z } from 'zod'
import type { unpackQuestion } from '../../../shared/contract/workspaces.ts'

export type Question = z.output<typeof unpackQuestion>

/** Unpacking came upon more than it takes without being asked. */
export class Asked extends Error {
  readonly question: Question

  constructor(question: Question) {
    super(question.sentence)
    this.name = 'Asked'
    this.question = question
  }
}

export interface Limits {
  /** How much larger than its archive the content may be, once it is larger than `ratioFrom` bytes. */
  ratio: number
  ratioFrom: number
  bytes: number
  entries: number
  /** Archives within archives. */
  depth: number
}

export const limits: Limits = {
  ratio: 200,
  ratioFrom: 100 * 1000 ** 2,
  bytes: 20 * 1000 ** 3,
  entries: 1_000_000,
  depth: 3,
}

/** Archives in archives beyond this stay packed, whatever was answered: no honest bundle goes so deep. */
const depthAtMost = 16

/** What one archive, and all it was packed in, has brought so far. */
export interface Account {
  readonly name: string
  /** Bytes of the archive itself. */
  readonly packed: number
  readonly parent: Account | undefined
  unpacked: number
}

/** Counts what unpacking brings, in bytes as they come, and asks before it becomes too much. */
export const budget = (allow: readonly Question['reason'][], limit: Limits, signal: AbortSignal) => {
  const allowed = new Set(allow)
  let bytes = 0
  let entries = 0
  const ask = (reason: Question['reason'], entry: string, sentence: string) => {
    if (!allowed.has(reason)) throw new Asked({ entry, reason, sentence })
  }
  return {
    account: (name: string, packed: number, parent: Account | undefined): Account => ({
      name,
      packed,
      parent,
      unpacked: 0,
    }),
    take(amount: number, account: Account): void {
      signal.throwIfAborted()
      bytes += amount
      if (bytes > limit.bytes)
        ask(
          'bytes',
          account.name,
          `${account.name} unpacks to more than ${limit.bytes / 1e9} GB. Unpack it all the same?`,
        )
      for (let one: Account | undefined = account; one; one = one.parent) {
        one.unpacked += amount
        if (one.unpacked > limit.ratioFrom && one.unpacked > limit.ratio * one.packed)
          ask(
            'ratio',
            one.name,
            `${one.name} unpacks to more than ${limit.ratio} times its size, as an archive made to fill a disk does. Unpack it all the same?`,
          )
      }
    },
    entry(account: Account): void {
      signal.throwIfAborted()
      entries += 1
      if (entries > limit.entries)
        ask(
          'entries',
          account.name,
          `${account.name} brings more than ${limit.entries.toLocaleString('en')} entries. Unpack them all the same?`,
        )
    },
    enter(name: string, depth: number): boolean {
      if (depth > limit.depth)
        ask('depth', name, `${name} is an archive inside ${depth} others. Unpack it all the same?`)
      return depth <= Math.max(limit.depth, depthAtMost)
    },
  }
}

export type Budget = ReturnType<typeof budget>
