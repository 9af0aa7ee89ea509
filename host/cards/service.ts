import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { cards } from '../../shared/contract/cards.ts'
import type { Handlers } from '../../shared/contract/define.ts'
import { needPaths } from '../attachments/service.ts'
import { scratchFolder } from '../patches/scratch.ts'
import { type CreateOptions, createCard } from './create.ts'
import { type OpenCard, openCard } from './open.ts'
import { type ReplayOptions, replay } from './replay.ts'

export interface CardOptions extends CreateOptions, ReplayOptions {
  database: CreateOptions['database'] & ReplayOptions['database']
  newId(): string
}

export const cardsService = (options: CardOptions): Handlers<typeof cards> => {
  const folder = () => join(scratchFolder(options.dataDir), `card-${options.newId()}`)
  /** Opens a card for as long as the answer is not disposed of. */
  const opened = async (path: string, signal: AbortSignal): Promise<OpenCard & AsyncDisposable> => {
    const place = folder()
    const end = () => rm(place, { recursive: true, force: true })
    try {
      const card = await openCard(resolve(path), place, signal)
      return { ...card, [Symbol.asyncDispose]: end }
    } catch (error) {
      await end()
      throw error
    }
  }
  return {
    async create(input, context) {
      needPaths(context)
      const written = await createCard(options, input)
      await using card = await opened(written.path, context.signal)
      return { path: written.path, bytes: card.bytes, sha256: card.sha256, card: card.manifest }
    },
    async open({ path }, context) {
      needPaths(context)
      await using card = await opened(path, context.signal)
      return { card: card.manifest, bytes: card.bytes, sha256: card.sha256 }
    },
    async *run({ path, keepUp }, context) {
      needPaths(context)
      await using card = await opened(path, context.signal)
      yield* replay(options, card, { keepUp, context })
    },
  }
}
