import type { Handlers } from '../../shared/contract/define.ts'
import type { evidence } from '../../shared/contract/evidence.ts'
import type { Lane } from '../../shared/domain/vocabulary.ts'
import { caseDetail } from '../cases/detail.ts'
import { blockPieces } from './blocks.ts'
import { excerptPiece, filePiece } from './files.ts'
import { recordingPiece } from './recording.ts'
import { attachEvidence, type Piece } from './rows.ts'
import { screenshotPiece } from './screenshot.ts'
import type { EvidenceOptions } from './store.ts'

export const evidenceService = (options: EvidenceOptions): Handlers<typeof evidence> => ({
  attachBlocks: (input) => attach(options, input, () => blockPieces(options, input)),
  attachRecording: (input) => attachOne(options, input, () => recordingPiece(options, input.recordingId)),
  attachFile: (input) => attachOne(options, input, () => filePiece(options, input)),
  attachExcerpt: (input) => attachOne(options, input, () => excerptPiece(options, input)),
  attachScreenshot: (input, chunks) =>
    attachOne(options, input, () => screenshotPiece(options, input, chunks)),
})

interface Target {
  caseId: string
  lane: Lane
  body: string
}

const attach = async (
  { database }: EvidenceOptions,
  { caseId, lane, body }: Target,
  collect: () => Promise<Piece[]>,
) => {
  // Before anything is stored, so that nothing is read for a case that is not here.
  await database.read(caseDetail, { key: caseId })
  return database.write(attachEvidence, { caseId, lane, body, pieces: await collect() })
}

const attachOne = async (options: EvidenceOptions, target: Target, collect: () => Promise<Piece>) => {
  const { step, eventIds } = await attach(options, target, async () => [await collect()])
  return { step, eventId: eventIds[0] ?? '' }
}
