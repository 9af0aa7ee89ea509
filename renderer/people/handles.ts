import { personFields } from '../../shared/domain/entities.ts'

/** The handles of a text with one on each line. */
export const readHandles = (text: string): string[] => [
  ...new Set(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean),
  ),
]

/** What is wrong with such a text, as a sentence. */
export const handlesFault = (text: string): string | undefined =>
  personFields.shape.handles.safeParse(readHandles(text)).success
    ? undefined
    : 'There can be at most 50 names, of at most 300 letters each.'
