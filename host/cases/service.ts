import type { cases } from '../../shared/contract/cases.ts'
import type { Handlers } from '../../shared/contract/define.ts'
import { BenchError } from '../../shared/contract/error.ts'
import type { Database } from '../database/threads.ts'
import type { Topic } from '../database/topics.ts'
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
  set: (input) => database.write(setFields, input),
  tag: (input) => database.write(tagCases, input),
  setComponents: (input) => database.write(setComponents, input),
  trash: (input) => database.write(trashCases, input),
  link: (input) => database.write(linkCases, input),
  unlink: (input) => database.write(unlinkCases, input),
  mergePreview: (input) => database.read(mergePreview, input),
  merge: (input) => database.write(mergeCases, input),
})

async function* watchCase(database: Database, key: string, signal: AbortSignal) {
  const id = await database.read(findId, key)
  if (!id) throw new BenchError('not-found', `There is no case ${key} on this bench.`)
  yield* live(database, {
    topics: [`case:${id}`, 'customers', 'people'],
    signal,
    read: () => database.read(caseDetail, { key: id }, signal),
  })
}
