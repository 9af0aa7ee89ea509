import { createReadStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { CardSource, cards } from '../../shared/contract/cards.ts'
import type { CallContext, Handlers } from '../../shared/contract/define.ts'
import { BenchError } from '../../shared/contract/error.ts'
import type { Lane } from '../../shared/domain/vocabulary.ts'
import { blobPath, storeUpload } from '../attachments/blob-store.ts'
import { attachFinished, blobBytes } from '../attachments/changes.ts'
import { needPaths } from '../attachments/service.ts'
import type { Database } from '../database/threads.ts'
import { stagingFolder } from '../imports/service.ts'
import { scratchFolder } from '../patches/scratch.ts'
import { type CardContents, type CreateOptions, cardContents, createCard } from './create.ts'
import { dangersOfCard, textsOf } from './look.ts'
import { openCard } from './open.ts'
import { type OwnCards, ownCards } from './own.ts'
import { type ReplayOptions, replay } from './replay.ts'
import { cardBytes, listOf, measureCard, writeCard } from './write.ts'

export interface CardOptions extends CreateOptions, ReplayOptions {
  database: Pick<Database, 'read' | 'write'>
  newId(): string
  /** The variables that Compose is given. */
  variables(): Readonly<Record<string, string>>
}

/** Bytes sent to a window at a time. */
const pieceBytes = 256 * 1024

export const cardsService = (options: CardOptions): Handlers<typeof cards> => {
  const own = ownCards(options.dataDir)
  const scratch = () => join(scratchFolder(options.dataDir), `card-${options.newId()}`)
  const opened = (source: CardSource, context: CallContext) =>
    within(scratch(), async (folder) =>
      openCard(await placeOf(options, source, context), folder, context.signal),
    )
  return {
    async preview(input) {
      const { manifest, members } = await cardContents(options, input)
      const sum = await measureCard(cardBytes(manifest, members))
      return { ...sum, card: { ...manifest, members: listOf(members) } }
    },
    async create(input, context) {
      needPaths(context)
      const { path } = await createCard(options, input)
      await using card = await opened({ path }, context)
      await own.add(card.sha256)
      return { path, bytes: card.bytes, sha256: card.sha256, card: card.manifest }
    },
    async *bytes(input) {
      const { manifest, members } = await cardContents(options, input)
      await own.add((await measureCard(cardBytes(manifest, members))).sha256)
      for await (const chunk of cardBytes(manifest, members))
        for (let at = 0; at < chunk.length; at += pieceBytes)
          yield Uint8Array.from(chunk.subarray(at, at + pieceBytes))
    },
    attach: (input) => attach({ ...options, own }, scratch(), input),
    async open(source, context) {
      await using card = await opened(source, context)
      const { manifest, bytes, sha256, folder } = card
      const dangers = await dangersOfCard(card, join(folder, 'look'), options.variables())
      const texts = await textsOf(card)
      return { card: manifest, bytes, sha256, texts, dangers, own: await own.has(sha256) }
    },
    async *run({ keepUp, seen, allow, ...source }, context) {
      await using card = await opened(source, context)
      if (seen !== undefined && card.sha256 !== seen)
        throw new BenchError(
          'refused',
          'This is not the card any more that was looked at. Nothing of it was run. Open it again.',
        )
      if (seen === undefined && !(await own.has(card.sha256))) throw unaccepted()
      yield* replay(options, card, { keepUp, allow, context })
    },
  }
}

/** What is made in a folder of ours, which goes when the answer is disposed of, or at once where that fails. */
const within = async <T extends object>(
  folder: string,
  make: (folder: string) => Promise<T>,
): Promise<T & AsyncDisposable & { folder: string }> => {
  const end = () => rm(folder, { recursive: true, force: true })
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    return { ...(await make(folder)), folder, [Symbol.asyncDispose]: end }
  } catch (error) {
    await end()
    throw error
  }
}

/** Where a card lies on this disk. */
const placeOf = async (
  { database, dataDir }: CardOptions,
  source: CardSource,
  context: CallContext,
): Promise<string> => {
  if ('staged' in source) return join(stagingFolder(dataDir, source.staged), 'bytes')
  if ('sha256' in source) {
    if ((await database.read(blobBytes, source)) === null)
      throw new BenchError('not-found', 'This card is not on this bench. Fetch it first, then open it again.')
    return blobPath(dataDir, source.sha256)
  }
  needPaths(context)
  return resolve(source.path)
}

const attach = async (
  options: CardOptions & { own: OwnCards },
  scratch: string,
  { lane, ...input }: CardContents & { lane: Lane },
) => {
  const { dataDir, database, newId, own } = options
  const { manifest, members } = await cardContents(options, input)
  await using card = await within(scratch, async (folder) => {
    const path = join(folder, 'card')
    return { path, ...(await writeCard(path, cardBytes(manifest, members))) }
  })
  const { path, bytes } = card
  const uploadId = newId()
  const { sha256 } = await storeUpload(createReadStream(path), { dataDir, uploadId, offset: 0, bytes })
  await own.add(sha256)
  const name = `${manifest.ref}.casebench-card`
  const file = { uploadId, name, sha256, bytes, text: null }
  const { step } = await database.write(attachFinished, { caseId: input.caseId, lane, files: [file] })
  return { step, name, bytes, sha256 }
}

const unaccepted = (): BenchError =>
  new BenchError(
    'unaccepted',
    'This card was not made on this bench, and its check is a program that runs as you. Nothing was run. Look at what it would run, then say that it may.',
  )
