import { z } from 'zod'
import { id, instant } from './entities.ts'

/** The kinds of rows whose fields can be in conflict. */
const conflictKinds = ['case', 'customer', 'person', 'patch'] as const

/**
 * Two people changed one field without knowing of each other. `theirs` is what stands, `mine` what did not take effect.
 * A conflict is a synced row like others, so that everybody who sees the case sees it, and resolves it once.
 */
export const conflictEntity = z.object({
  id,
  kind: z.enum(conflictKinds),
  entity: id,
  /** The case on whose page it appears; null for a customer or a person. */
  caseId: id.nullable(),
  field: z.string().min(1).max(100),
  /** `text` can be merged by lines, `value` is one or the other. */
  rule: z.enum(['value', 'text']),
  /** What both started from; null where that is not known. */
  base: z.unknown(),
  theirs: z.unknown(),
  mine: z.unknown(),
  /** Persons. */
  mineBy: id.nullable(),
  theirsBy: id.nullable(),
  at: instant,
  state: z.enum(['open', 'resolved']),
  resolvedBy: id.nullable().default(null),
  resolvedAt: instant.nullable().default(null),
  /** The value that was chosen. */
  resolution: z.unknown().optional(),
})
export type Conflict = z.output<typeof conflictEntity>
