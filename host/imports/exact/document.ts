import { z } from 'zod'
import {
  caseEntity,
  customerEntity,
  eventEntity,
  link,
  patchEntity,
  personEntity,
  sha256,
} from '../../../shared/domain/entities.ts'

/** The version of the document that `export` writes and this program reads. */
export const exactVersion = 1

/**
 * A case to the last field, as `case.json` of an exported folder holds it under `cases`: with everyone and every
 * customer it names, and where the bytes of its attachments lie beside the document.
 */
export const exactCase = z.object({
  case: caseEntity,
  events: z.array(eventEntity).max(1_000_000),
  people: z.array(personEntity),
  customers: z.array(customerEntity),
  links: z.array(link),
  /** Absent in exports from before there were patches. */
  patches: z.array(patchEntity).max(10_000).default([]),
  files: z.array(z.object({ name: z.string().min(1).max(1000), sha256, path: z.string().min(1).max(2000) })),
})
export type ExactCase = z.output<typeof exactCase>

/** Where the bytes of an exported attachment lie: under their hash, so that equal names cannot collide. */
export const exactFilePath = (sha256: string, name: string): string => {
  const safe = name
    .replace(/[^\p{L}\p{N}._-]+/gu, '_')
    .replace(/^\.+/, '_')
    .slice(-120)
  return `files/${sha256.slice(0, 12)}-${safe || 'file'}`
}
