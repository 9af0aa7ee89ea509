import type { Handlers } from '../../shared/contract/define.ts'
import { BenchError } from '../../shared/contract/error.ts'
import type { patches } from '../../shared/contract/patches.ts'
import { patchEntity } from '../../shared/domain/entities.ts'
import { storeBytes } from '../attachments/blob-store.ts'
import { searchableText } from '../attachments/searchable-text.ts'
import { needPaths } from '../attachments/service.ts'
import { caseDetail } from '../cases/detail.ts'
import type { Topic } from '../database/topics.ts'
import { live } from '../rpc/live.ts'
import type { FolderWatches } from '../workspace/watches.ts'
import { applyPatch } from './apply.ts'
import { checkPatch } from './check.ts'
import { commitPaths } from './commit.ts'
import { showSection } from './diff/show.ts'
import { discardChanges } from './discard.ts'
import { makeSeries } from './make.ts'
import { fileNameOf, titleOf } from './message.ts'
import { type PatchesOptions, placeOf } from './place.ts'
import { createPatch, getPatch, listPatches, setPatch, stepPatch } from './rows.ts'
import { storedSeries } from './stored.ts'
import { watchChanges } from './watch-changes.ts'

export interface PatchesServiceOptions extends PatchesOptions {
  readonly watches: FolderWatches
}

export const patchesService = (options: PatchesServiceOptions): Handlers<typeof patches> => {
  const { database } = options
  return {
    watchChanges: (input, { signal }) => watchChanges(options, { ...input, signal }),
    create: (input, { signal }) => create(options, { ...input, signal }),
    watch: ({ caseId }, { signal }) => watch(options, caseId, signal),
    get: (input) => database.read(getPatch, input),
    read: ({ sha256 }) => read(options, sha256),
    set: (input) => database.write(setPatch, input),
    async step(input) {
      checkLink(input.url)
      return database.write(stepPatch, input)
    },
    async check(input, context) {
      if ('folder' in input.onto) needPaths(context)
      return checkPatch(options, { ...input, signal: context.signal })
    },
    apply: (input, { signal }) => applyPatch(options, { ...input, signal }),
    discard: (input, { signal }) => discardChanges(options, { ...input, signal }),
    commit: (input, { signal }) => commitPaths(options, { ...input, signal }),
  }
}

type CreateInput = Parameters<Handlers<typeof patches>['create']>[0] & { signal: AbortSignal }

const create = async (options: PatchesOptions, input: CreateInput) => {
  const { database, dataDir, newId } = options
  const place = await placeOf(options, input.caseId)
  const { bytes, base, files } = await makeSeries(options, place, input)
  const uploadId = newId()
  const stored = await storeBytes(bytes, dataDir, uploadId)
  const name = fileNameOf(input.message, input.branch)
  const text = await searchableText(dataDir, { name, ...stored })
  const made = await database.write(createPatch, {
    caseId: place.caseId,
    title: titleOf(input.message),
    branch: input.branch,
    base,
    files,
    series: { uploadId, name, sha256: stored.sha256, bytes: stored.bytes, text },
  })
  return { ...made, ...sum(files) }
}

const sum = (files: readonly { insertions: number; deletions: number }[]) => ({
  insertions: files.reduce((total, file) => total + file.insertions, 0),
  deletions: files.reduce((total, file) => total + file.deletions, 0),
})

async function* watch({ database }: PatchesOptions, caseId: string, signal: AbortSignal) {
  const detail = await database.read(caseDetail, { key: caseId })
  const topics = [detail.case.id, ...detail.mergedFrom.map(({ id }) => id)].map((id): Topic => `case:${id}`)
  const read = async () => ({
    patches: await database.read(listPatches, { caseId: detail.case.id }, signal),
  })
  yield* live(database, { topics, signal, read })
}

/** Lines of one series that are shown. */
const linesAtMost = 30_000

const read = async (options: PatchesOptions, sha256: string) => {
  const left = { lines: linesAtMost }
  return {
    commits: (await storedSeries(options, sha256)).map(({ sections, ...mail }) => ({
      ...mail,
      files: sections.map((section) => showSection(section, left)),
    })),
  }
}

const checkLink = (url: string) => {
  if (patchEntity.shape.steps.element.shape.url.safeParse(url).success) return
  throw new BenchError('invalid', `${url} is no address of the web. Give one that starts with https://.`)
}
