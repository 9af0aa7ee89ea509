import { asLines, byEdits, type EditedDifference, endOfLine, type TextDifferences } from './difference.ts'

/** Thrown for what is no XML as far as settings go; the caller compares lines then. */
export class NotXml extends Error {}

interface Attribute {
  name: string
  value: string
  /** From the white space before it, and where its name begins. */
  start: number
  nameStart: number
  end: number
}

interface Element {
  name: string
  attributes: Attribute[]
  children: Element[]
  /** Text directly inside, without what surrounds children. */
  text: string
  start: number
  end: number
  /** Behind its name in the opening tag, and between the two tags. */
  nameEnd: number
  inner: [number, number]
}

const levelsAtMost = 200

/** `<!DOCTYPE` with its internal subset is passed over, not read: no entity of a file is ever replaced. */
const token =
  /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<!DOCTYPE[^[>]*(?:\[[\s\S]*?\]\s*)?>|<\/([^\s>]+)\s*>|<([^\s/>!?]+)((?:\s+[^\s=>/]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|[^<]+/gy

/** The elements of a document with their places. */
const parse = (text: string): Element => {
  const root = { ...empty, name: '', children: [] as Element[] }
  const open: Element[] = [root]
  for (let at = 0; at < text.length; at = token.lastIndex) {
    token.lastIndex = at
    const found = token.exec(text)
    const parent = open.at(-1)
    if (!found || !parent) throw new NotXml(`Not understood at ${at}`)
    take(open, parent, found)
    if (open.length > levelsAtMost) throw new NotXml('Too deep')
  }
  if (open.length !== 1) throw new NotXml('An element is not closed')
  return root
}

const take = (open: Element[], parent: Element, found: RegExpExecArray): void => {
  const { index: at } = found
  const [whole, closes, name, attributes = '', single] = found
  const end = at + whole.length
  if (closes !== undefined) {
    if (parent.name !== closes || open.length === 1) throw new NotXml(`${closes} is not open`)
    parent.end = end
    parent.inner[1] = at
    open.pop()
  } else if (name !== undefined) {
    const nameEnd = at + 1 + name.length
    const places = { start: at, end, nameEnd, inner: [end, end] as [number, number] }
    const one = { name, ...places, attributes: attributesOf(attributes, nameEnd), children: [], text: '' }
    parent.children.push(one)
    if (single !== '/') open.push(one)
  } else if (!whole.startsWith('<!--') && !whole.startsWith('<?')) parent.text += whole
}

const empty = { attributes: [], text: '', start: 0, end: 0, nameEnd: 0, inner: [0, 0] as [number, number] }

const attributesOf = (text: string, offset: number): Attribute[] =>
  [...text.matchAll(/\s+([^\s=>/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(
    ({ 0: whole, 1: name = '', 2: double, 3: single, index }) => ({
      name,
      value: double ?? single ?? '',
      start: offset + index,
      nameStart: offset + index + whole.search(/\S/),
      end: offset + index + whole.length,
    }),
  )

/** Attributes by which elements of one name are told from each other, the best first. */
const identities = ['id', 'name', 'key', 'port', 'path', 'className', 'class', 'ref', 'type']

const idOf = ({ name, attributes, children }: Element): string => {
  const found = identities.map((one) => attributes.find((attribute) => attribute.name === one)).find(Boolean)
  // Maven, web.xml and Spring say a name as an element: <param-name>…</param-name>.
  const told = children.find((child) => /(^|-)(name|id|artifactId)$/.test(child.name))?.text.trim()
  return found ? `${name}[${found.name}=${found.value}]` : told ? `${name}[${told}]` : name
}

/** Which element of one side is which of the other: by what names them, then what is left of a name in its order. */
const paired = (ours: Element[], theirs: Element[]): Map<Element, Element> => {
  const pairs = new Map<Element, Element>()
  const taken = new Set<Element>()
  for (const key of [idOf, ({ name }: Element) => name])
    for (const one of ours) {
      if (pairs.has(one)) continue
      const other = theirs.find((candidate) => !taken.has(candidate) && key(candidate) === key(one))
      if (!other) continue
      pairs.set(one, other)
      taken.add(other)
    }
  return pairs
}

/** What two XML documents differ in: attributes, texts and elements. Everything else of the first stays byte for byte. */
export const xmlDifferences = (a: string, b: string): TextDifferences =>
  byEdits(a, inside({ a, b, path: '' }, parse(a), parse(b)))

interface Place {
  a: string
  b: string
  path: string
}

const inside = ({ a, b, path }: Place, ours: Element, theirs: Element): EditedDifference[] => {
  const found = ofAttributes(path, ours, theirs)
  const isSingle = a[ours.end - 2] === '/' && ours.inner[0] === ours.end
  if (isSingle && theirs.inner[0] < theirs.inner[1]) {
    // <a/> gets what is inside of the other as a whole.
    const text = b.slice(...theirs.inner)
    const edit = { start: ours.end - 2, end: ours.end, text: `>${text}</${ours.name}>` }
    return text.trim() === '' ? found : [...found, { key: path, from: '', to: text.trim(), edits: [edit] }]
  }
  const leaf = ours.children.length === 0 && theirs.children.length === 0
  if (leaf && ours.text.trim() !== theirs.text.trim() && ours.name !== '') {
    const [start, end] = ours.inner
    found.push({
      key: path,
      from: ours.text.trim(),
      to: theirs.text.trim(),
      edits: [{ start, end, text: b.slice(...theirs.inner) }],
    })
  }
  const pairs = paired(ours.children, theirs.children)
  const taken = new Map([...pairs].map(([one, other]) => [other, one]))
  for (const one of ours.children) {
    const at = `${path}/${idOf(one)}`
    const other = pairs.get(one)
    if (other) found.push(...inside({ a, b, path: at }, one, other))
    else found.push({ key: at, from: a.slice(one.start, one.end), to: null, edits: [removal(a, one)] })
  }
  let before: Element | undefined
  for (const other of theirs.children) {
    const known = taken.get(other)
    if (known) before = known
    else {
      const text = b.slice(other.start, other.end)
      found.push({
        key: `${path}/${idOf(other)}`,
        from: null,
        to: text,
        edits: [insertion(a, { ours, before, text })],
      })
    }
  }
  return found
}

const ofAttributes = (path: string, ours: Element, theirs: Element): EditedDifference[] => {
  const mine = new Map(ours.attributes.map((one) => [one.name, one]))
  const others = new Map(theirs.attributes.map((one) => [one.name, one]))
  const found: EditedDifference[] = []
  for (const { name, value, start, nameStart, end } of ours.attributes) {
    const other = others.get(name)
    const key = `${path}/@${name}`
    if (!other) found.push({ key, from: value, to: null, edits: [{ start, end, text: '' }] })
    else if (other.value !== value) {
      const text = `${name}=${quoted(other.value)}`
      found.push({ key, from: value, to: other.value, edits: [{ start: nameStart, end, text }] })
    }
  }
  const place = ours.attributes.at(-1)?.end ?? ours.nameEnd
  for (const { name, value } of theirs.attributes)
    if (!mine.has(name)) {
      const text = ` ${name}=${quoted(value)}`
      found.push({
        key: `${path}/@${name}`,
        from: null,
        to: value,
        edits: [{ start: place, end: place, text }],
      })
    }
  return found
}

const quoted = (value: string): string => (value.includes('"') ? `'${value}'` : `"${value}"`)

/** An element that is alone on its lines goes with them. */
const removal = (a: string, { start, end }: Element) => {
  const line = a.lastIndexOf('\n', start - 1) + 1
  const next = endOfLine(a, end)
  const alone = !/\S/.test(a.slice(line, start)) && !/\S/.test(a.slice(end, next))
  return alone ? { start: line, end: next, text: '' } : { start, end, text: '' }
}

const insertion = (
  a: string,
  { ours, before, text }: { ours: Element; before: Element | undefined; text: string },
) => {
  if (ours.name === '') throw new NotXml('Another document')
  const near = before ?? ours.children[0]
  if (!near) return { start: ours.inner[0], end: ours.inner[0], text }
  const line = a.lastIndexOf('\n', near.start - 1) + 1
  const indent = /\S/.test(a.slice(line, near.start)) ? '' : a.slice(line, near.start)
  const place = before ? endOfLine(a, before.end) : line
  const alone = indent !== '' && !/\S/.test(a.slice(before ? before.end : line, before ? place : near.start))
  if (alone) return { start: place, end: place, text: asLines(a, place, indent + text) }
  return { start: before ? before.end : near.start, end: before ? before.end : near.start, text }
}
