import { z } from 'zod'

/** What an act answers of its step of undo: the number that takes exactly this change back, null where nothing changed. */
export const stepped = z.object({ step: z.int().nullable() })
export type Stepped = z.output<typeof stepped>

/** How far an act is that is done in parts, each durable by itself. */
export const partly = stepped.extend({ done: z.int(), total: z.int() })
export type Partly = z.output<typeof partly>

/** Names a step of undo, as an act answered it. */
export const stepNumber = z.int().min(1)
