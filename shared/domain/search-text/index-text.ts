import { type CaseFacts, factTokens } from './facts.ts'
import { eachIdentifier, wordsOf } from './identifiers.ts'
import { everyDocument, shield, titleMarker } from './markers.ts'
import { addTokens } from './tokens.ts'

/** What of a case goes into the search index. */
export interface IndexedCase {
  title: string
  description: string
  /** Notes, messages, attachment names and texts, names of people: whatever else is to be found. */
  texts: readonly string[]
  filters: CaseFacts
}

/** UTF-16 units of text that one case brings into the index; later texts are cut off there. */
const mostText = 16_000_000

const titleWords = (shielded: string): string[] => {
  const words: string[] = []
  eachIdentifier(shielded, (parts) => words.push(...parts.flatMap(wordsOf)), true)
  return words
}

/**
 * The whole string to index for one case, in one FTS5 column with the tokenizer `unicode61 remove_diacritics 2`: its
 * facts as marked tokens, its texts, the joined tokens of the texts, and the words of title and reference once more
 * with the title's marker, so that a search can ask for hits in titles first. An index that keeps places of words
 * knows phrases from it as well.
 */
export const indexText = ({ title, description, texts, filters }: IndexedCase): string => {
  const heading = shield(`${filters.ref} ${title}`)
  const parts = [...factTokens(filters), heading]
  const joined = new Set<string>()
  addTokens(heading, joined)
  for (const word of [...titleWords(heading), ...joined]) parts.push(`${titleMarker}${word}`)
  let room = mostText
  for (const text of [description, ...texts]) {
    if (room <= 0) break
    const shielded = shield(text.length > room ? text.slice(0, room) : text)
    room -= shielded.length
    // No phrase runs on from one text into the next.
    parts.push(everyDocument, shielded)
    addTokens(shielded, joined)
  }
  return [...parts, ...joined].join(' ')
}

/** The rowid of a case in the index is a recency key; this many cases may change in one millisecond. */
export const rowsPerMillisecond = 1024

/** The rowid of the `n`-th case (from 0) that changed at `updatedAt`, in milliseconds. */
export const recencyKey = (updatedAt: number, n: number): number => updatedAt * rowsPerMillisecond + n
