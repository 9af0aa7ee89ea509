import type { z } from 'zod'
import type { caseChange, cases } from '../../shared/contract/cases.ts'
import type { Handlers } from '../../shared/contract/define.ts'
import { BenchError } from '../../shared/contract/error.ts'
import type { Partly, Stepped } from '../../shared/contract/step.ts'
import type { Database } from '../database/threads.ts'
import type { Topic } from '../database/topics.ts'
import { inParts } from '../operations/in-parts.ts'
import { live } from '../rpc/live.ts'
import {
  createCase,
  linkCases,
  mergeCases,
  setComponents,
  setFields,
  tagCases,
  trashCases,
  unlinkCases,
} from './changes.ts'
import { complete } from './complete.ts'
import { caseDetail, findId, mergePreview } from './detail.ts'
import { groupCases } from './groups.ts'
import { countCases, countMany, listCases } from './list.ts'

/** Lists show names of customers and people, so a change there changes them too. */
const listTopics: Topic[] = ['cases', 'customers', 'people']

export const casesService = (database: Database): Handlers<typeof cases> => ({
  list: (input, { signal }) => database.read(listCases, input, signal),
  watchList: (input, { signal }) =>
    live(database, { topics: listTopics, signal, read: () => database.read(listCases, input, signal) }),
  count: (input, { signal }) => database.read(countCases, input, signal),
  watchCounts: (input, { signal }) =>
    live(database, { topics: listTopics, signal, read: () => database.read(countMany, input, signal) }),
  groups: (input, { signal }) => database.read(groupCases, input, signal),
  complete: (input, { signal }) => database.read(complete, input, signal),
  get: (input) => database.read(caseDetail, input),
  watch: (input, { signal }) => watchCase(database, input.key, signal),
  create: (input) => database.write(createCase, input),
  async set(input, { signal }) {
    const changed = new Set<string>()
    let step: number | null = null
    for await (const part of inParts(database, setFields, { input, signal })) {
      for (const field of part.answer.changed) changed.add(field)
      step = part.step
    }
    return { changed: [...changed], step }
  },
  tag: (input, { signal }) => whole(inParts(database, tagCases, { input, signal })),
  trash: (input, { signal }) => whole(inParts(database, trashCases, { input, signal })),
  change: (input, { signal }) => change(database, input, signal),
  setComponents: (input) => database.write(setComponents, input),
  link: (input) => database.write(linkCases, input),
  unlink: (input) => database.write(unlinkCases, input),
  mergePreview: (input) => database.read(mergePreview, input),
  merge: (input) => database.write(mergeCases, input),
})

const whole = async (parts: AsyncIterable<Partly>): Promise<Stepped> => {
  let step: number | null = null
  for await (const part of parts) step = part.step
  return { step }
}

async function* change(
  database: Database,
  { ids, change: wanted }: { ids: string[]; change: z.output<typeof caseChange> },
  signal: AbortSignal,
) {
  for await (const { step, done, total } of partsOf(database, { ids, wanted, signal }))
    yield { step, done, total }
}

const partsOf = (
  database: Database,
  { ids, wanted, signal }: { ids: string[]; wanted: z.output<typeof caseChange>; signal: AbortSignal },
): AsyncIterable<Partly> => {
  switch (wanted.kind) {
    case 'set':
      return inParts(database, setFields, { input: { ...wanted, ids }, signal })
    case 'tag':
      return inParts(database, tagCases, { input: { ...wanted, ids }, signal })
    case 'trash':
      return inParts(database, trashCases, { input: { ...wanted, ids }, signal })
  }
}

async function* watchCase(database: Database, key: string, signal: AbortSignal) {
  const id = await database.read(findId, key)
  if (!id) throw new BenchError('not-found', `There is no case ${key} on this bench.`)
  yield* live(database, {
    topics: [`case:${id}`, 'customers', 'people'],
    signal,
    read: () => database.read(caseDetail, { key: id }, signal),
  })
}
