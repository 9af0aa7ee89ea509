import type { Patch } from '../../shared/domain/entities.ts'
import type { PatchState } from '../../shared/domain/vocabulary.ts'
import type { Tone } from '../ui/badge.tsx'

export const stateNames: Readonly<Record<PatchState, string>> = {
  draft: 'Draft',
  verified: 'Verified',
  sent: 'Sent upstream',
  merged: 'Merged',
  released: 'Released',
  delivered: 'Delivered',
  dropped: 'Dropped',
}

export const stateTones: Readonly<Record<PatchState, Tone>> = {
  draft: 'neutral',
  verified: 'info',
  sent: 'accent',
  merged: 'accent',
  released: 'ok',
  delivered: 'ok',
  dropped: 'warn',
}

/** Where a patch stands. */
export const stateOfPatch = ({ steps }: Pick<Patch, 'steps'>): PatchState => steps.at(-1)?.state ?? 'draft'

/** Lines that a patch adds and removes in all. */
export const sumOf = (files: Patch['files']): { insertions: number; deletions: number } => ({
  insertions: files.reduce((sum, file) => sum + file.insertions, 0),
  deletions: files.reduce((sum, file) => sum + file.deletions, 0),
})

export const patchRoute = (id: string): string => `/patch/${id}`
export const changesRoute = (caseRef: string): string => `/changes/${caseRef}`
