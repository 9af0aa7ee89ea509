/** Trailer lines as the last paragraph of a commit's message (git-interpret-trailers(1)). */
const trailers = /(?:^|\n\n)(?:[A-Za-z][A-Za-z-]*: .+(?:\n|$))+$/

/** A commit's message with the case that it is for and who signs it off; what is there already is not repeated. */
export const signedMessage = (
  message: string,
  { ref, name, email }: { ref: string; name: string; email: string },
): string => {
  const text = message.replace(/\r\n?/g, '\n').trim()
  const missing = [`Case: ${ref}`, `Signed-off-by: ${name} <${email}>`].filter(
    (line) => !text.split('\n').includes(line),
  )
  if (missing.length === 0) return `${text}\n`
  const gap = text.includes('\n') && trailers.test(text) ? '\n' : '\n\n'
  return `${text}${gap}${missing.join('\n')}\n`
}

/** The first line of a message, as a title of at most `length` characters. */
export const titleOf = (message: string, length = 300): string =>
  (message.trim().split('\n')[0] ?? '').slice(0, length)

/** The name of a series as a file: `10.1.x-0001-close-what-was-borrowed.patch`. */
export const fileNameOf = (message: string, branch: string): string => {
  const plain = (text: string, length: number) =>
    text
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .replace(/[^\p{L}\p{N}.]+/gu, '-')
      .replace(/^[-.]+|[-.]+$/g, '')
      .slice(0, length)
  const start = plain(branch, 60)
  return `${start ? `${start}-` : ''}0001-${plain(titleOf(message), 80).toLowerCase() || 'patch'}.patch`
}
