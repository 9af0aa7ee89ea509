import { z } from 'zod'
import { id } from '../../shared/domain/entities.ts'
import { roles } from './caller.ts'

const LONGEST_NAME = 200

/** A name as it is shown in a list: one line without control characters, nor halves of characters (Cs). */
const name = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(LONGEST_NAME)
  .regex(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*$/u, 'must be one line of text')

export const fields = {
  id,
  name,
  role: z.enum(roles),
  email: z.email().max(LONGEST_NAME),
  password: z.string().min(12, 'must have 12 characters or more').max(1_000),
  /** A name or an id, as people type it. */
  nameOrId: name,
} as const
