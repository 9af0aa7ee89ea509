import type { IndexToken } from './identifiers.ts'
import { isIdeograph } from './unicode61.ts'

/** Text without any is common and quickly told. */
const any = /[\u3005-\u9fff\uf900-\ufaff\uff66-\uff9d]/

/**
 * Calls `visit` with each pair of neighbouring ideographs, and with the last one of each run: so a run of two or more
 * is found inside a longer one by its pairs, and a single one as the beginning of a token.
 */
export const eachIdeographPair = (text: string, visit: (pair: string) => void): void => {
  if (!any.test(text)) return
  for (let at = 0; at < text.length; at++) {
    if (isIdeograph(text, at)) visit(text.slice(at, isIdeograph(text, at + 1) ? at + 2 : at + 1))
  }
}

/** The runs of ideographs in what is searched, each as the tokens that a text with it has. */
export const ideographTokens = (text: string): IndexToken[][] => {
  const runs: IndexToken[][] = []
  let run: IndexToken[] = []
  eachIdeographPair(text, (pair) => {
    if (pair.length === 2) {
      run.push({ token: pair, prefix: false })
      return
    }
    runs.push(run.length > 0 ? run : [{ token: pair, prefix: true }])
    run = []
  })
  return runs
}
