const lines = (text: string): { body: string; ending: string }[] =>
  [...text.matchAll(/([^\r\n]*)(\r\n|\r|\n|$)/g)]
    .filter(([whole]) => whole !== '')
    .map(([, body = '', ending = '']) => ({ body, ending }))

/**
 * Gives a text whose line endings an editor made one those of `before` back: line by line for what is alike at the
 * start and at the end, the most usual ending between. A text with mixed endings of its own stays as it is.
 */
export const restoreEndings = (text: string, before: string | undefined): string => {
  if (before === undefined || text === before) return text
  const now = lines(text)
  if (new Set(now.map(({ ending }) => ending).filter(Boolean)).size > 1) return text
  const then = lines(before)
  const most = mostUsual(then.map(({ ending }) => ending))
  let head = 0
  while (head < now.length && head < then.length && now[head]?.body === then[head]?.body) head += 1
  let tail = 0
  while (
    tail < Math.min(now.length, then.length) - head &&
    now[now.length - 1 - tail]?.body === then[then.length - 1 - tail]?.body
  )
    tail += 1
  return now
    .map(({ body, ending }, at) => {
      if (ending === '') return body
      const old =
        at < head ? then[at] : at >= now.length - tail ? then[at - now.length + then.length] : undefined
      return body + (old?.ending || most)
    })
    .join('')
}

const mostUsual = (endings: string[]): string => {
  const counts = new Map<string, number>()
  for (const ending of endings) if (ending) counts.set(ending, (counts.get(ending) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? '\n'
}
