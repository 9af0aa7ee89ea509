import { z } from 'zod'
import { sha256 } from '../../../shared/domain/entities.ts'
import { type Lane, lanes } from '../../../shared/domain/vocabulary.ts'

/** What was written and not sent. What is stored may be of any time, so it is read as a stranger's. */
const draft = z.object({
  text: z.string(),
  files: z.array(z.object({ name: z.string(), sha256 })),
  /** Milliseconds since 1970: when it was last changed. */
  at: z.number(),
})

export interface Draft {
  readonly text: string
  /** Stored bytes that the message will show. */
  readonly files: readonly { readonly name: string; readonly sha256: string }[]
  readonly at: number
}

export const emptyDraft: Draft = { text: '', files: [], at: 0 }

export const draftsPrefix = (caseId: string): string => `draft:${caseId}:`
export const draftKey = (caseId: string, lane: Lane): string => `${draftsPrefix(caseId)}${lane}`

export const isEmpty = ({ text, files }: Draft): boolean => text.trim() === '' && files.length === 0

export const readDraft = (stored: unknown): Draft | null => {
  const parsed = draft.safeParse(stored)
  return parsed.success ? parsed.data : null
}

/** The lane that was written in last, if anything is left unsent. */
export const latestLane = (drafts: Readonly<Record<Lane, Draft>>): Lane | null => {
  const written = lanes.filter((lane) => !isEmpty(drafts[lane]))
  return written.sort((a, b) => drafts[b].at - drafts[a].at)[0] ?? null
}
