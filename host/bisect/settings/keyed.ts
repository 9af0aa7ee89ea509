import { asLines, byEdits, type EditedDifference, type TextDifferences } from './difference.ts'

export type KeyedFormat = 'properties' | 'env' | 'ini'

interface Entry {
  /** Section, key and how many of that name came before: what is the same setting on both sides. */
  id: string
  key: string
  value: string
  start: number
  /** Behind its line break. */
  end: number
  /** Its lines, without the last line break. */
  raw: string
  section: string
}

interface Line {
  start: number
  end: number
  text: string
}

/** Lines; of properties logical ones, which a backslash at the end makes of several (java.util.Properties, `load`). */
const linesOf = (text: string, format: KeyedFormat): Line[] => {
  const lines: Line[] = []
  let open: Line | undefined
  for (const { 0: whole, index } of text.matchAll(/[^\n]*\n|[^\n]+$/g)) {
    const end = index + whole.length
    if (open) open.end = end
    else lines.push({ start: index, end, text: '' })
    const line = open ?? (lines.at(-1) as Line)
    line.text = text.slice(line.start, end).replace(/\r?\n$/, '')
    const goesOn =
      format === 'properties' && (open || !isNote(line.text, format)) && /(?<!\\)(?:\\\\)*\\$/.test(line.text)
    open = goesOn ? line : undefined
  }
  return lines
}

const isNote = (line: string, format: KeyedFormat): boolean =>
  (format === 'properties' ? /^\s*(?:[#!]|$)/ : format === 'env' ? /^\s*(?:#|$)/ : /^\s*(?:[#;]|$)/).test(
    line,
  )

const settings: Readonly<Record<KeyedFormat, RegExp>> = {
  properties: /^\s*((?:\\[\s\S]|[^\\=:\s])*)(?:\s*[=:]\s*|\s+|$)([\s\S]*)$/,
  env: /^\s*(?:export\s+)?([^=\s]+)\s*(?:=\s*(.*))?$/,
  ini: /^\s*([^=:]+?)\s*(?:[=:]\s*(.*))?$/,
}

const entriesOf = (text: string, format: KeyedFormat): Entry[] => {
  const counts = new Map<string, number>()
  let section = ''
  return linesOf(text, format).flatMap(({ start, end, text: raw }) => {
    if (isNote(raw, format)) return []
    const header = format === 'ini' ? /^\s*\[([^\]]*)\]/.exec(raw)?.[1] : undefined
    if (header !== undefined) {
      section = header
      return []
    }
    const [, key = raw, value = ''] = settings[format].exec(raw) ?? []
    const name = section === '' ? key : `${section}/${key}`
    const before = counts.get(name) ?? 0
    counts.set(name, before + 1)
    const id = before === 0 ? name : `${name} (${before + 1})`
    return [{ id, key: id, value: value.trimEnd(), start, end, raw, section }]
  })
}

/** What two property files, variable files or ini files differ in, by key; comments and order stay as the first has them. */
export const keyedDifferences = (a: string, b: string, format: KeyedFormat): TextDifferences => {
  const ours = entriesOf(a, format)
  const theirs = entriesOf(b, format)
  const ourIds = new Map(ours.map((one) => [one.id, one]))
  const theirIds = new Set(theirs.map(({ id }) => id))
  const sections = new Set(ours.map(({ section }) => section))
  const changed = ours.flatMap((one): EditedDifference[] => {
    const other = theirs.find(({ id }) => id === one.id)
    if (!other || other.value === one.value) return []
    const edit = { start: one.start, end: one.start + one.raw.length, text: other.raw }
    return [{ key: one.key, from: one.value, to: other.value, edits: [edit] }]
  })
  const removed = ours
    .filter(({ id }) => !theirIds.has(id))
    .map(({ key, value, start, end }) => ({ key, from: value, to: null, edits: [{ start, end, text: '' }] }))
  const added = theirs.flatMap((one, at): EditedDifference[] => {
    if (ourIds.has(one.id)) return []
    const sameSection = (entry: Entry) => entry.section === one.section
    const before = theirs.slice(0, at).findLast((other) => sameSection(other) && ourIds.has(other.id))
    const place = (before && ourIds.get(before.id)?.end) ?? ours.find(sameSection)?.start ?? a.length
    const header = one.section !== '' && !sections.has(one.section) ? `[${one.section}]\n` : ''
    const text = asLines(a, place, header + one.raw)
    return [{ key: one.key, from: null, to: one.value, edits: [{ start: place, end: place, text }] }]
  })
  return byEdits(a, [...changed, ...removed, ...added])
}
