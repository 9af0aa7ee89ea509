/** What stands as the writers of a row that was erased; a row that only went has others. */
export const erasedWriters = { '*': 'erased' } as const

/** Whether a row without a body is the tombstone of an erasure: what it was about must not come again. */
export const isErased = ({
  body,
  writers,
}: {
  body: string | null
  writers: Readonly<Record<string, string>>
}): boolean => body === null && writers['*'] === erasedWriters['*']

/** What is kept of an operation that was about it. */
export const erasedBody = '{"type":"erased"}'
