/** What a check says of a problem. */
export const verdicts = ['reproduced', 'not-reproduced', 'inconclusive'] as const
export type Verdict = (typeof verdicts)[number]

/** The exit code by which a check says that it could not tell. */
const cannotTell = 125

/**
 * What one exit code of a check says, as `git bisect run` reads it, https://git-scm.com/docs/git-bisect: 0 is good, 1 to
 * 124, 126 and 127 are bad, 125 cannot be told. Null stands for a check that was stopped or ended by a signal, which says
 * nothing; so do codes of 128 and above, which shells give to signals.
 */
export const verdictOf = (exitCode: number | null): Verdict => {
  if (exitCode === 0) return 'not-reproduced'
  if (exitCode === null || exitCode === cannotTell || exitCode < 0 || exitCode > 127) return 'inconclusive'
  return 'reproduced'
}

/**
 * What several executions of one check say together: a problem that shows once is reproduced, however often it does not
 * show; one of which no execution could tell is inconclusive.
 */
export const verdictOfAll = (exitCodes: readonly (number | null)[]): Verdict => {
  const each = exitCodes.map(verdictOf)
  if (each.includes('reproduced')) return 'reproduced'
  return each.includes('not-reproduced') ? 'not-reproduced' : 'inconclusive'
}
