import { eachIdentifier, isNumber, longestToken, wordsOf } from './identifiers.ts'
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
  const lower = shielded.toLowerCase()
  eachIdentifier(lower, (parts, glued) => {
    let before = ''
    for (const part of parts) {
      if (isNumber(part)) add(part)
      if (before) add(`${before}${factMarker}${part}`)
      if (glued) for (const word of wordsOf(part)) add(word)
      before = part
    }
  })
  eachIdeographPair(lower, add)
}

/**
 * The tokens that a text needs in the index beyond what `unicode61` makes of it: for each identifier of several words
 * its neighbouring words in pairs, and its numbers whole. `org.apache.jasper.JasperException` gives `orgζapache`,
 * `apacheζjasper` and `jasperζjasperexception`; `tomcat-10.1.28` gives `10ζ1ζ28` and `tomcatζ10ζ1ζ28`. Pairs find any
 * stretch of a long name at a fraction of the size of all its endings, and the joining letter keeps them out of the
 * way of plain words (`log.old` is not found by `logo*`). Ideographs come in pairs, and the words that touch them alone.
 * At most 80 units each and 50,000 a text.
 */
export const tokensOf = (text: string): string[] => {
  const found = new Set<string>()
  addTokens(shield(text), found)
  return [...found]
}
