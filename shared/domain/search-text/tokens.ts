import { eachIdentifier, isNumber, longestToken, numberStretches, wordsOf } from './identifiers.ts'
import { eachIdeographPair } from './ideographs.ts'
import { factMarker, shield } from './markers.ts'

/** Distinct joined tokens of one text; a text with more is machine output, whose words are still indexed. */
const mostTokens = 50_000

/** Adds the joined tokens of a shielded text. */
export const addTokens = (shielded: string, found: Set<string>): void => {
  const limit = found.size + mostTokens
  const add = (token: string): void => {
    if (token.length <= longestToken && found.size < limit) found.add(token)
  }
  const addNumber = (number: string, before: string): void => {
    for (const stretch of numberStretches(number)) {
      if (isNumber(stretch)) add(stretch)
      if (before) add(`${before}${factMarker}${stretch}`)
    }
  }
  const lower = shielded.toLowerCase()
  eachIdentifier(lower, (parts, glued) => {
    let before = ''
    for (const part of parts) {
      if (isNumber(part)) addNumber(part, before)
      else if (before) add(`${before}${factMarker}${part}`)
      before = part
    }
    if (glued) parts.flatMap(wordsOf).forEach(add)
  })
  eachIdeographPair(lower, add)
}

/**
 * The tokens that a text needs in the index beyond what `unicode61` makes of it: for each identifier of several words
 * its neighbouring words in pairs, and its numbers whole and by
 * their beginnings. `org.apache.jasper.JasperException` gives `orgζapache`,
 * `apacheζjasper` and `jasperζjasperexception`; `tomcat-10.1` gives `10ζ1`, `tomcatζ10` and `tomcatζ10ζ1`. Pairs find any
 * stretch of a long name at a fraction of the size of all its endings, and the joining letter keeps them out of the
 * way of plain words (`log.old` is not found by `logo*`). Ideographs come in pairs, and the words that touch them alone.
 * At most 80 units each and 50,000 a text.
 */
export const tokensOf = (text: string): string[] => {
  const found = new Set<string>()
  addTokens(shield(text), found)
  return [...found]
}
