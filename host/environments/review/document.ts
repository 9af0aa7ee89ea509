import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments } from 'yaml'

/** A value of a YAML file with the line it stands on; aliases and merge keys are followed, and nothing is dropped. */
export type Part =
  | { kind: 'map'; line: number; entries: Entry[] }
  | { kind: 'list'; line: number; items: Part[] }
  | { kind: 'scalar'; line: number; text: string }
export interface Entry {
  key: string
  line: number
  value: Part
}

export interface Parsed {
  documents: Part[]
  /** What is wrong with the file, as sentences with their line. */
  problems: { kind: 'duplicate-key' | 'unreadable'; sentence: string; line: number }[]
}

/** Files of people are far smaller; what is larger is made to keep a reader busy. */
const bounds = { bytes: 1_048_576, parts: 20_000, depth: 100 } as const

class TooMuch extends Error {}

/** All that can be read out of a file, also where a reader of another kind would see less: each of two equal keys counts. */
export const parseCompose = (text: string): Parsed => {
  const parsed: Parsed = { documents: [], problems: [] }
  const unreadable = (sentence: string, line = 1) =>
    parsed.problems.push({ kind: 'unreadable', sentence, line })
  if (Buffer.byteLength(text) > bounds.bytes) {
    unreadable('The file is larger than 1 MB, and was not read.')
    return parsed
  }
  if (/[\0\uFFFD]/.test(text)) unreadable('The file is not UTF-8 text, which programs read differently.')
  try {
    const lines = new LineCounter()
    const documents = parseAllDocuments(text, {
      lineCounter: lines,
      merge: true,
      uniqueKeys: true,
      logLevel: 'silent',
    })
    for (const document of Array.isArray(documents) ? documents : []) {
      for (const { code, pos, message } of document.errors) {
        const line = lines.linePos(pos[0]).line
        if (code === 'DUPLICATE_KEY')
          parsed.problems.push({
            kind: 'duplicate-key',
            line,
            sentence: 'The same key stands here twice; programs differ in which of the two they take.',
          })
        else unreadable(`It is not YAML that every program reads alike: ${message.split('\n', 1)[0]}`, line)
      }
      const reader = new Reader(document, lines)
      const part = reader.part(document.contents, 0)
      if (part.kind !== 'map' && document.contents !== null && !isEmpty(part))
        unreadable('There is something else than a mapping.', part.line)
      parsed.documents.push(part)
    }
  } catch (error) {
    const tooMuch = error instanceof TooMuch || error instanceof RangeError
    unreadable(
      tooMuch
        ? 'The file grows without measure by anchors or depth, and was not read to its end.'
        : 'The file is not YAML.',
    )
  }
  return parsed
}

const isEmpty = (part: Part): boolean => part.kind === 'scalar' && part.text === ''

class Reader {
  readonly #document: ReturnType<typeof parseAllDocuments>[number]
  readonly #lines: LineCounter
  #parts = 0

  constructor(document: ReturnType<typeof parseAllDocuments>[number], lines: LineCounter) {
    this.#document = document
    this.#lines = lines
  }

  #lineOf(node: Node): number {
    return node.range ? this.#lines.linePos(node.range[0]).line : 1
  }

  part(given: unknown, depth: number): Part {
    if (++this.#parts > bounds.parts || depth > bounds.depth) throw new TooMuch()
    const node = isAlias(given) ? given.resolve(this.#document) : given
    if (isMap(node))
      return { kind: 'map', line: this.#lineOf(node), entries: this.#entries(node.items, depth) }
    if (isSeq(node))
      return {
        kind: 'list',
        line: this.#lineOf(node),
        items: node.items.map((item) => this.part(item, depth + 1)),
      }
    if (isScalar(node)) {
      const { value, source } = node
      const text = typeof value === 'string' ? value : (source ?? (value === null ? '' : String(value)))
      return { kind: 'scalar', line: this.#lineOf(node), text: value === null ? '' : text }
    }
    return { kind: 'scalar', line: 1, text: '' }
  }

  #entries(items: readonly { key: unknown; value: unknown }[], depth: number): Entry[] {
    return items.flatMap(({ key, value }) => {
      const name = this.part(key, depth + 1)
      const part = this.part(value, depth + 1)
      const text = name.kind === 'scalar' ? name.text : '?'
      if (text !== '<<') return [{ key: text, line: name.line, value: part }]
      const sources = part.kind === 'list' ? part.items : [part]
      return sources.flatMap((source) => (source.kind === 'map' ? source.entries : []))
    })
  }
}

/** The entries of a mapping; of anything else none. */
export const entriesOf = (part: Part | undefined): Entry[] => (part?.kind === 'map' ? part.entries : [])

/** All values under a key; two where the key stands twice. */
export const under = (part: Part | undefined, key: string): Part[] =>
  entriesOf(part)
    .filter((entry) => entry.key === key)
    .map((entry) => entry.value)

/** A value and each of a list's; Compose takes both in many places. */
export const eachOf = (part: Part): Part[] => (part.kind === 'list' ? part.items : [part])

/** What a mapping, or a list of `name=value`, says; Compose takes both in many places. */
export const namedOf = (part: Part): { name: string; text: string; line: number }[] => {
  if (part.kind === 'map')
    return part.entries.map(({ key, value }) => ({
      name: key,
      text: value.kind === 'scalar' ? value.text : '',
      line: value.line,
    }))
  return eachOf(part).flatMap((item) => {
    if (item.kind !== 'scalar') return []
    const [name = '', ...rest] = item.text.split('=')
    return [{ name, text: rest.join('='), line: item.line }]
  })
}
