import { BenchError } from '../../../shared/contract/error.ts'
import type { Services } from '../../../shared/contract/index.ts'
import type { ShownEvent } from '../../../shared/contract/timeline.ts'
import type { Client } from '../../../shared/wire/client.ts'

/** The most events the contract gives. */
const eventsAtMost = 5000

/** The first state of a live stream; the stream is left at once. */
export const first = async <T>(items: AsyncGenerator<T, void, undefined>): Promise<T> => {
  for await (const item of items) return item
  throw new BenchError('disconnected', 'The host ended without an answer. What was saved is kept; try again.')
}

/** A case's newest events, oldest first, as they stand now, and how many there are. */
export const timelineOf = (
  client: Client<Services>,
  caseId: string,
): Promise<{ events: ShownEvent[]; total: number }> =>
  first(client.timeline.watch({ caseId, limit: eventsAtMost }))
