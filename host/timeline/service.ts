import type { Handlers } from '../../shared/contract/define.ts'
import { BenchError } from '../../shared/contract/error.ts'
import type { timeline } from '../../shared/contract/timeline.ts'
import { caseDetail } from '../cases/detail.ts'
import type { Database } from '../database/threads.ts'
import type { Topic } from '../database/topics.ts'
import { live } from '../rpc/live.ts'
import { correctEvent, postEvent, retractEvent } from './changes.ts'
import { timelineOf } from './read.ts'

export const timelineService = (database: Database): Handlers<typeof timeline> => ({
  watch: (input, context) => watch(database, input, context.signal),

  async post({ confirmed, ...input }) {
    if (input.lane === 'customer' && !confirmed)
      throw new BenchError(
        'unconfirmed',
        'The customer will read this message. Confirm it to send; it is not posted yet.',
      )
    if (input.body.trim() === '' && input.attachments.length === 0)
      throw new BenchError('empty', 'There is nothing to post: write something or attach a file.')
    const words = input.body.trim() !== ''
    const kind = !words ? 'attachment' : input.lane === 'internal' ? 'note' : 'message'
    return database.write(postEvent, { ...input, kind })
  },

  correct: (input) => database.write(correctEvent, input),
  retract: (input) => database.write(retractEvent, input),
})

async function* watch(database: Database, input: { caseId: string; limit: number }, signal: AbortSignal) {
  const detail = await database.read(caseDetail, { key: input.caseId })
  const stories: Topic[] = [input.caseId, ...detail.mergedFrom.map(({ id }) => id)].map(
    (id): Topic => `case:${id}`,
  )
  yield* live(database, {
    topics: [...stories, 'people'],
    signal,
    read: () => database.read(timelineOf, input, signal),
  })
}
