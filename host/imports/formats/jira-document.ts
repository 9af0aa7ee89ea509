import { isObject } from '../json/unit.ts'
import { fieldsOf, listOf } from '../mapping/original.ts'
import { textOf } from '../mapping/text.ts'

/**
 * Atlassian documents, the rich text of Jira's API version 3, as Markdown:
 * https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/
 */

type Node = Record<string, unknown>
type Write = (node: Node, depth: number) => string

const maxDepth = 60

const children = (node: Node): Node[] => listOf(node.content).filter(isObject)

const write = (node: Node, depth: number): string => {
  if (depth > maxDepth) return '…'
  const writer = writers.get(textOf(node.type))
  // An unknown node still has its text.
  return writer ? writer(node, depth) : inline(node, depth) || textOf(node.text)
}

const inline: Write = (node, depth) => {
  let text = ''
  for (const child of children(node)) text += write(child, depth + 1)
  return text
}

const blocks: Write = (node, depth) =>
  children(node)
    .map((child) => write(child, depth + 1))
    .filter((text) => text !== '')
    .join('\n\n')

const indent = (text: string, first: string): string =>
  first + text.replaceAll('\n', `\n${' '.repeat(first.length)}`)

const quote = (text: string): string => `> ${text.replaceAll('\n', '\n> ')}`

/** The blocks of a list item, close together, under its bullet. */
const item = (node: Node, depth: number, bullet: string): string =>
  indent(
    children(node)
      .map((child) => write(child, depth + 1))
      .join('\n'),
    bullet,
  )

const list =
  (bullet: (child: Node, index: number) => string): Write =>
  (node, depth) =>
    children(node)
      .map((child, index) => item(child, depth + 1, bullet(child, index)))
      .join('\n')

const marks: ReadonlyMap<string, (text: string, attrs: Node) => string> = new Map([
  ['strong', (text: string) => `**${text}**`],
  ['em', (text: string) => `*${text}*`],
  ['code', (text: string) => `\`${text}\``],
  ['strike', (text: string) => `~~${text}~~`],
  ['link', (text: string, attrs: Node) => `[${text}](${textOf(attrs.href)})`],
])

const text: Write = (node) => {
  let out = textOf(node.text)
  if (out.trim() === '') return out
  for (const mark of listOf(node.marks)) {
    const { type, attrs } = fieldsOf(mark)
    out = marks.get(textOf(type))?.(out, fieldsOf(attrs)) ?? out
  }
  return out
}

const row = (node: Node, depth: number): string => {
  const cells = children(node).map((cell) =>
    blocks(cell, depth + 1)
      .replace(/\s*\n\s*/g, ' ')
      .replaceAll('|', '\\|'),
  )
  return `| ${cells.join(' | ')} |`
}

const table: Write = (node, depth) => {
  const rows = children(node)
  const [head, ...rest] = rows.map((one) => row(one, depth + 1))
  if (head === undefined) return ''
  const line = `|${' --- |'.repeat(Math.max(1, children(rows[0] ?? {}).length))}`
  return [head, line, ...rest].join('\n')
}

const attribute =
  (...names: string[]): Write =>
  (node) => {
    const attrs = fieldsOf(node.attrs)
    for (const name of names) if (textOf(attrs[name])) return textOf(attrs[name])
    return ''
  }

const media: Write = (node) => `[attached: ${attribute('alt', 'id')(node, 0) || 'file'}]`

const day: Write = (node) => {
  const at = new Date(Number(fieldsOf(node.attrs).timestamp))
  return Number.isNaN(at.getTime()) ? '' : at.toISOString().slice(0, 10)
}

const expand: Write = (node, depth) => {
  const title = attribute('title')(node, depth)
  return [title && `**${title}**`, blocks(node, depth)].filter(Boolean).join('\n\n')
}

const writers: ReadonlyMap<string, Write> = new Map([
  ['doc', blocks],
  ['paragraph', inline],
  ['text', text],
  ['hardBreak', () => '\n'],
  ['heading', (node, depth) => `${'#'.repeat(levelOf(node))} ${inline(node, depth)}`],
  ['bulletList', list(() => '- ')],
  ['orderedList', list((_, index) => `${index + 1}. `)],
  ['taskList', list((child) => (fieldsOf(child.attrs).state === 'DONE' ? '- [x] ' : '- [ ] '))],
  ['decisionList', list(() => '- ')],
  ['codeBlock', (node, depth) => `\`\`\`${attribute('language')(node, 0)}\n${inline(node, depth)}\n\`\`\``],
  ['blockquote', (node, depth) => quote(blocks(node, depth))],
  ['panel', (node, depth) => quote(blocks(node, depth))],
  ['rule', () => '---'],
  ['table', table],
  ['expand', expand],
  ['nestedExpand', expand],
  ['mention', (node) => `@${attribute('text', 'id')(node, 0).replace(/^@/, '')}`],
  ['emoji', attribute('text', 'shortName')],
  ['status', attribute('text')],
  ['date', day],
  ['inlineCard', attribute('url')],
  ['blockCard', attribute('url')],
  ['embedCard', attribute('url')],
  ['media', media],
  ['mediaInline', media],
  ['mediaSingle', inline],
  ['mediaGroup', inline],
] as [string, Write][])

const levelOf = (node: Node): number => {
  const { level } = fieldsOf(node.attrs)
  return typeof level === 'number' && level >= 1 && level <= 6 ? Math.trunc(level) : 3
}

/** A document tree as Markdown; parts that are not as they should be lose their markup, not their text. */
export const documentToMarkdown = (document: Record<string, unknown>): string => write(document, 0).trim()
