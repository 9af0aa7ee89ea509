const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

const decoded = (text: string): string =>
  text.replace(/&(?:#(\d+)|(\w+));/g, (_, code, name) => {
    const one = code === undefined ? entities[name] : String.fromCodePoint(Number(code))
    if (one === undefined) throw new Error(`There is no entity ${name}`)
    return one
  })

export interface XmlElement {
  name: string
  /** The name of the element that it is in; empty for the outermost. */
  parent: string
  attributes: Record<string, string>
  text: string
}

/** Every element of an XML document, strictly read; throws where it is not well-formed, as far as tests write documents. */
export const parseDocument = (xml: string): { elements: XmlElement[] } => {
  if (/[^\t\n\r\x20-\uFFFD\u{10000}-\u{10FFFF}]/u.test(xml))
    throw new Error('A character that XML cannot hold')
  const elements: XmlElement[] = []
  const open: XmlElement[] = []
  const token = /<\?xml [^?]*\?>|<\/([\w-]+)>|<([\w-]+)((?:\s+[\w-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy
  while (token.lastIndex < xml.length) {
    const at = token.lastIndex
    const found = token.exec(xml)
    if (!found) throw new Error(`Not well-formed at ${at}: ${xml.slice(at, at + 40)}`)
    const [, closes, name, attributes = '', empty, text] = found
    if (closes !== undefined && open.pop()?.name !== closes)
      throw new Error(`${closes} is closed and not open`)
    if (text !== undefined && open.length > 0) (open.at(-1) as XmlElement).text += decoded(text)
    if (name === undefined) continue
    const pairs = [...attributes.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [
      key,
      decoded(value),
    ])
    const parent = open.at(-1)?.name ?? ''
    const one = { name, parent, attributes: Object.fromEntries(pairs) as Record<string, string>, text: '' }
    elements.push(one)
    if (empty !== '/') open.push(one)
  }
  if (open.length > 0) throw new Error(`${open.at(-1)?.name} is not closed`)
  return { elements }
}
