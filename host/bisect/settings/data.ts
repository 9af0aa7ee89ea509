import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
} from 'yaml'
import { asLines, byEdits, type EditedDifference, endOfLine, type TextDifferences } from './difference.ts'

/** Levels of a document that are followed; deeper ones are compared as a whole. */
const depthAtMost = 100

/** Thrown where a difference cannot be told as a change of places; the caller compares lines then. */
export class NotByPlaces extends Error {}

const read = (text: string) => {
  const document = parseDocument(text, { lineCounter: new LineCounter(), uniqueKeys: false })
  if (document.errors.length > 0) throw new NotByPlaces(document.errors[0]?.message)
  return document
}

interface Side {
  text: string
  node: Node
}

/** What two YAML documents differ in, value by value; everything else of the first stays byte for byte. */
export const yamlDifferences = (a: string, b: string): TextDifferences => {
  const one = read(a).contents
  const other = read(b).contents
  if (!one || !other) throw new NotByPlaces('An empty document')
  return byEdits(a, between({ text: a, node: one }, { text: b, node: other }, []))
}

const between = (a: Side, b: Side, path: readonly string[]): EditedDifference[] => {
  if (path.length > depthAtMost) throw new NotByPlaces('Too deep')
  if (isMap(a.node) && isMap(b.node) && a.node.flow !== true && b.node.flow !== true)
    return ofMaps({ text: a.text, node: a.node }, { text: b.text, node: b.node }, path)
  if (
    isSeq(a.node) &&
    isSeq(b.node) &&
    a.node.items.length === b.node.items.length &&
    !a.node.flow &&
    !b.node.flow
  ) {
    const others = b.node.items as Node[]
    return (a.node.items as Node[]).flatMap((node, at) =>
      between({ text: a.text, node }, { text: b.text, node: others[at] as Node }, [...path, String(at)]),
    )
  }
  if (same(a.node, b.node)) return []
  return [whole(a, b, path)]
}

const ofMaps = (
  a: { text: string; node: YAMLMap },
  b: { text: string; node: YAMLMap },
  path: readonly string[],
): EditedDifference[] => {
  const ours = keyed(a.node)
  const theirs = keyed(b.node)
  const found: EditedDifference[] = []
  for (const [key, pair] of ours) {
    const other = theirs.get(key)
    const inside = [...path, key]
    if (!other) {
      const [start, end] = linesOfPair(a.text, pair)
      found.push({
        key: inside.join('.'),
        from: shown(a.text, pair),
        to: null,
        edits: [{ start, end, text: '' }],
      })
    } else if (pair.value && other.value && !replacesLines(pair, other)) {
      const values = { ours: pair.value as Node, theirs: other.value as Node }
      found.push(
        ...between({ text: a.text, node: values.ours }, { text: b.text, node: values.theirs }, inside),
      )
    } else if (!same(pair.value as Node | null, other.value as Node | null)) {
      const [start, end] = linesOfPair(a.text, pair)
      const text = asLines(a.text, start, moved(b.text, other, columnOf(a.text, pair)))
      found.push({
        key: inside.join('.'),
        from: shown(a.text, pair),
        to: shown(b.text, other),
        edits: [{ start, end, text }],
      })
    }
  }
  const entries = [...theirs]
  for (const [at, [key, pair]] of entries.entries()) {
    if (ours.has(key)) continue
    const before = entries.slice(0, at).findLast(([name]) => ours.has(name))?.[0]
    const [first] = ours.values()
    const near = before === undefined ? first : ours.get(before)
    if (!near) throw new NotByPlaces('An empty map')
    const place = linesOfPair(a.text, near)[before === undefined ? 0 : 1]
    const text = asLines(a.text, place, moved(b.text, pair, columnOf(a.text, near)))
    const edits = [{ start: place, end: place, text }]
    found.push({ key: [...path, key].join('.'), from: null, to: shown(b.text, pair), edits })
  }
  return found
}

/** Whether a value is of another kind, so that its lines are replaced and not the value alone. */
const replacesLines = ({ value: one }: Pair, { value: other }: Pair): boolean => {
  const block = (value: unknown) => (isMap(value) || isSeq(value)) && value.flow !== true
  const long = (value: unknown) => isScalar(value) && /^BLOCK/.test(value.type ?? '')
  if (isSeq(one) && isSeq(other) && block(one) && block(other)) return one.items.length !== other.items.length
  return block(one) !== block(other) || isMap(one) !== isMap(other) || long(one) || long(other)
}

const keyed = (map: YAMLMap): Map<string, Pair> => {
  const found = new Map<string, Pair>()
  for (const pair of map.items) {
    if (!isScalar(pair.key)) throw new NotByPlaces('A key that is no scalar')
    const key = String(pair.key.value)
    if (found.has(key)) throw new NotByPlaces('A key that stands twice')
    found.set(key, pair)
  }
  return found
}

const rangeOf = (node: unknown): [number, number] => {
  const range = (node as Node | null)?.range
  if (!range) throw new NotByPlaces('A node without a place')
  return [range[0], range[1]]
}

const whole = (a: Side, b: Side, path: readonly string[]): EditedDifference => {
  const [start, end] = rangeOf(a.node)
  const [from, to] = rangeOf(b.node)
  const text = b.text.slice(from, to)
  if (/\n/.test(text.trimEnd()) || /\n/.test(a.text.slice(start, end).trimEnd()))
    throw new NotByPlaces('A value of several lines')
  const key = path.join('.') || 'document'
  return { key, from: a.text.slice(start, end).trim(), to: text.trim(), edits: [{ start, end, text }] }
}

const same = (one: Node | null, other: Node | null): boolean => {
  if (isAlias(one) || isAlias(other)) return isAlias(one) && isAlias(other) && one.source === other.source
  return JSON.stringify(one?.toJSON() ?? null) === JSON.stringify(other?.toJSON() ?? null)
}

/** The whole lines of a key and its value. */
const linesOfPair = (text: string, { key, value }: Pair): [number, number] => {
  const [start, keyEnd] = rangeOf(key)
  const line = text.lastIndexOf('\n', start - 1) + 1
  if (/\S/.test(text.slice(line, start))) throw new NotByPlaces('A key behind something else on its line')
  let end = Math.max(keyEnd, (value as Node | null)?.range?.[1] ?? 0)
  while (end > keyEnd && /\s/.test(text[end - 1] ?? '')) end -= 1
  return [line, endOfLine(text, end)]
}

const columnOf = (text: string, { key }: Pair): number => {
  const [start] = rangeOf(key)
  return start - (text.lastIndexOf('\n', start - 1) + 1)
}

/** The lines of a pair, moved to another column. */
const moved = (text: string, pair: Pair, column: number): string => {
  const [start, end] = linesOfPair(text, pair)
  const by = column - columnOf(text, pair)
  const shift = (line: string) => {
    if (line.trim() === '') return line
    return by >= 0 ? ' '.repeat(by) + line : line.slice(Math.min(-by, /^ */.exec(line)?.[0].length ?? 0))
  }
  return text.slice(start, end).split('\n').map(shift).join('\n')
}

const shown = (text: string, pair: Pair): string => {
  const [start, end] = linesOfPair(text, pair)
  return text.slice(start, end).trim()
}
