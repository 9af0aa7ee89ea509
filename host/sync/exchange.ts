import { BenchError } from '../../shared/contract/error.ts'
import type { Operation } from '../../shared/sync/operations.ts'
import type { PullRequest, PushAnswer } from '../../shared/sync/protocol.ts'
import type { Read, Write } from '../database/procedure.ts'
import type { Applied } from './apply-pull.ts'
import { applyPull } from './apply-pull.ts'
import { pullCursors } from './cursors.ts'
import { beginAgain, nextOperations, notePushed } from './outbox.ts'

/** The service, as a bench reaches it. Both throw `Unreached` when the exchange could not be had. */
export interface Transport {
  push(request: PushMessage, signal: AbortSignal): Promise<PushAnswer>
  /** The answer as text, cut anywhere. */
  pull(request: PullRequest, signal: AbortSignal): AsyncIterable<string>
}

export interface PushMessage {
  operations: Operation[]
  /** Operations that this bench no longer has, and that the service shall not wait for. */
  missing?: { from: number; to: number }
  refs: number
}

/** The bench's database, as far as an exchange needs it. */
export interface Store {
  read<I, O>(procedure: Read<I, O>, input: I): Promise<O>
  write<I, O>(procedure: Write<I, O>, input: I): Promise<O>
}

interface Exchange {
  store: Store
  transport: Transport
  signal: AbortSignal
  onProgress?: (applied: Applied) => void
  /** Characters that are applied in one transaction, up to the next mark. */
  pieceAtLeast?: number
}

/** Sends what waits, lot by lot. Answers how many operations the service took. */
export const pushAll = async ({ store, transport, signal }: Exchange): Promise<{ pushed: number }> => {
  let pushed = 0
  let missing: PushMessage['missing']
  for (;;) {
    const { operations, refs } = await store.read(nextOperations, {})
    if (operations.length === 0 && refs >= fewRefs) return { pushed }
    const answer = await transport.push({ operations, refs, ...(missing ? { missing } : {}) }, signal)
    const noted = await store.write(notePushed, { answer })
    if (answer.stopped === 'unknown-operation')
      throw new BenchError(
        'server-older',
        'The central service is older than this bench and does not know one of its changes yet. It waits here until the service is updated.',
      )
    if (operations.length === 0) return { pushed }
    const same = JSON.stringify(missing) === JSON.stringify(noted.missing ?? undefined)
    if (answer.results.length === 0 && noted.again === 0 && same)
      throw new BenchError('server-trouble', 'The central service took none of the changes. They stay here.')
    missing = noted.missing ?? undefined
    pushed += answer.results.length
  }
}

/** Below this many references for new cases a bench asks for more. */
const fewRefs = 100

export interface Pulled {
  rows: number
  rejected: number
  /** The service was restored; everything is to be exchanged again. */
  restored: boolean
}

/** Fetches what is new, piece by piece, each applied whole or not at all. */
export const pullAll = async ({
  store,
  transport,
  signal,
  onProgress,
  pieceAtLeast = pieceLength,
}: Exchange): Promise<Pulled> => {
  const pulled: Pulled = { rows: 0, rejected: 0, restored: false }
  for (;;) {
    const request = await store.read(pullCursors, {})
    let more: boolean | undefined
    for await (const text of pieces(transport.pull(request, signal), pieceAtLeast)) {
      const applied = await store.write(applyPull, { text })
      onProgress?.(applied)
      pulled.rows += applied.rows
      pulled.rejected += applied.rejected
      if (applied.restored) {
        await store.write(beginAgain, {})
        return { ...pulled, restored: true }
      }
      more = applied.end?.more
    }
    if (more === undefined)
      throw new BenchError(
        'unreachable',
        'The answer of the central service broke off. It goes on where it stopped.',
      )
    if (!more) return pulled
  }
}

/** Characters of a piece before it is cut at the next mark: one transaction of some tens of milliseconds. */
const pieceLength = 200_000

/** Characters without a mark, far above what a service answers at a time: what never ends must not fill the memory. */
const unmarkedAtMost = 200_000_000

/** The last line of an answer; a service that was restored says only that. */
const isLast = (line: string): boolean =>
  line.startsWith('{"more"') || (line.startsWith('{"epoch"') && line.includes('"restored":true'))

/**
 * Cuts an answer after marks and at its end; what broke off before a mark is left out. A piece that begins within a
 * stream names it again, since each is applied by itself.
 */
async function* pieces(texts: AsyncIterable<string>, atLeast: number): AsyncGenerator<string> {
  let waiting = ''
  let ready = ''
  let stream = ''
  let piece: string[] = []
  let unmarked = 0
  for await (const text of texts) {
    unmarked += text.length
    if (unmarked > unmarkedAtMost)
      throw new BenchError(
        'server-trouble',
        'The answer of the service has no end. Changes wait here; it is tried again.',
      )
    const lines = (waiting + text).split('\n')
    waiting = lines.pop() ?? ''
    for (const line of lines) {
      if (line.startsWith('{"stream"')) stream = `${line}\n`
      piece.push(line)
      const ends = isLast(line)
      if (!line.startsWith('{"mark"') && !ends) continue
      ready += `${piece.join('\n')}\n`
      piece = []
      unmarked = 0
      if (ready.length < atLeast && !ends) continue
      yield ready
      ready = stream
    }
  }
}
