/**
 * The wiki markup of Jira's API version 2 and its exports as Markdown, as far as the two agree:
 * https://jira.atlassian.com/secure/WikiRendererHelpAction.jspa?section=all. What is not known stays as written.
 */

const block = /\{(code|noformat)(?::([^}\n]{0,200}))?\}/g

/** Every repetition below is bounded or cannot overlap itself, so that hostile text costs linear time. */
const inline = (text: string): string =>
  text
    .replace(/\{\{([^{}\n]{1,500})\}\}/g, '`$1`')
    .replace(/\{(?:color|panel|anchor)(?::[^{}\n]{0,200})?\}/g, '')
    .replace(/\[~(?:accountid:)?([^[\]\n]{1,200})\]/g, '@$1')
    .replace(
      /\[([^[\]|\n]{1,500})\|((?:https?|mailto|ftp):[^[\]|\s]{1,2000})(?:\|[^[\]\n]{0,100})?\]/g,
      '[$1]($2)',
    )
    .replace(/\[((?:https?|mailto|ftp):[^[\]|\s]{1,2000})\]/g, '<$1>')
    .replace(/\[\^([^[\]\n]{1,300})\]/g, '[attached: $1]')
    .replace(/(^|[\s(])!([^!|\s][^!|\n]{0,300})(?:\|[^!\n]{0,200})?!(?=$|[\s).,;])/gm, '$1[attached: $2]')
    .replace(/(^|[\s(>])\*([^\s*](?:[^*\n]{0,500}[^\s*])?)\*(?=$|[\s.,;:!?)<])/gm, '$1**$2**')

const tableRow = (line: string): string => {
  const head = line.startsWith('||')
  const cells = line
    .replace(/^\|\|?|\|\|?\s*$/g, '')
    .split(head ? '||' : '|')
    .map((cell) => cell.trim())
  const written = `| ${cells.join(' | ')} |`
  return head ? `${written}\n|${' --- |'.repeat(cells.length)}` : written
}

const lineToMarkdown = (line: string): string => {
  const heading = /^h([1-6])\.\s+(.*)$/.exec(line)
  if (heading) return `${'#'.repeat(Number(heading[1]))} ${inline(heading[2] ?? '')}`
  const bullet = /^\s*([*#-]{1,10})\s+(\S.*)$/.exec(line)
  if (bullet) {
    const [, marks = '', rest = ''] = bullet
    const indent = '   '.repeat(marks.length - 1)
    return `${indent}${marks.endsWith('#') ? '1.' : '-'} ${inline(rest)}`
  }
  if (/^\|.*\|\s*$/.test(line)) return tableRow(inline(line))
  return inline(line.replace(/^bq\.\s+/, '> ').replace(/\\\\$/, '  '))
}

const prose = (text: string): string => {
  let quoted = false
  const out: string[] = []
  for (const line of text.split('\n')) {
    const marks = line.split('{quote}')
    const written =
      marks.length > 1 ? marks.map((part) => lineToMarkdown(part)).join('') : lineToMarkdown(line)
    const inQuote = quoted || marks.length > 1
    if (marks.length % 2 === 0) quoted = !quoted
    if (written !== '' || marks.length === 1) out.push(inQuote ? `> ${written}` : written)
  }
  return out.join('\n')
}

const languageOf = (options: string | undefined): string =>
  (options ?? '')
    .split('|')
    .map((part) => part.trim())
    .find((part) => /^[\w+#-]{1,30}$/.test(part)) ?? ''

/** Wiki markup as Markdown; code keeps every character. */
export const wikiToMarkdown = (wiki: string): string => {
  const text = wiki.replaceAll('\r\n', '\n')
  if (!/[{[*#|!]|^(?:h[1-6]|bq)\.|\\\\$/m.test(text)) return wiki
  const out: string[] = []
  let rest = 0
  let open: { kind: string; language: string; at: number; from: number } | undefined
  for (const found of text.matchAll(block)) {
    const [whole, kind = '', options] = found
    if (!open) {
      out.push(prose(text.slice(rest, found.index)))
      open = { kind, language: languageOf(options), at: found.index, from: found.index + whole.length }
    } else if (open.kind === kind) {
      const body = text.slice(open.from, found.index).replace(/^\r?\n|\r?\n$/g, '')
      out.push(`\n\`\`\`${open.language}\n${body}\n\`\`\`\n`)
      rest = found.index + whole.length
      open = undefined
    }
  }
  // A block that is never closed is no block: its text stays as written.
  out.push(open ? text.slice(open.at) : prose(text.slice(rest)))
  return out.join('').trim()
}
