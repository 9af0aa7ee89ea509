import type { z } from 'zod'
import { refuse } from './refusal.ts'

const MOST_NAMED = 10

/** What the schema makes of a part of a request. Throws `bad-input` with the fields that are wrong. */
export const validate = (schema: z.ZodType, value: unknown, part: string): unknown => {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const fields = result.error.issues
    .slice(0, MOST_NAMED)
    .map(({ path, message }) => ({ field: path.join('.'), message }))
  const [first] = fields
  const where = first?.field ? ` (${first.field}: ${first.message})` : first ? ` (${first.message})` : ''
  throw refuse('bad-input', `The ${part} of the request cannot be understood${where}. Nothing was changed.`, {
    fields,
  })
}
