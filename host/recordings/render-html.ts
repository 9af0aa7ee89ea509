import type { IBuffer, IBufferCell, IBufferLine } from '@xterm/headless'
import { directColour, indexedColour } from './palette.ts'

const sheet = `body{margin:1rem;background:#fff;color:#1f2328}
pre{font:13px/1.35 ui-monospace,Menlo,Consolas,monospace;white-space:pre}`

/** A page of its own that shows buffers with their colours, one below the other. It holds no script and asks for nothing from elsewhere. */
export function* htmlLines(buffers: readonly IBuffer[], title: string): Generator<string> {
  yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
  yield `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">\n`
  yield `<title>${escaped(title)}</title>\n<style>${sheet}</style>\n</head>\n<body>\n<pre>`
  for (const buffer of buffers) yield* bufferLines(buffer)
  yield '</pre>\n</body>\n</html>\n'
}

function* bufferLines(buffer: IBuffer): Generator<string> {
  const last = lastLine(buffer)
  for (let y = 0; y <= last; y += 1) {
    const line = buffer.getLine(y)
    if (line) yield lineHtml(line, buffer.getNullCell())
    if (buffer.getLine(y + 1)?.isWrapped !== true) yield '\n'
  }
}

const lastLine = (buffer: IBuffer): number => {
  let y = buffer.length - 1
  while (y >= 0 && (buffer.getLine(y)?.translateToString(true) ?? '') === '') y -= 1
  return y
}

const lineHtml = (line: IBufferLine, cell: IBufferCell): string => {
  let html = ''
  let text = ''
  let style = ''
  const flush = (next: string) => {
    if (text !== '') html += style === '' ? escaped(text) : `<span style="${style}">${escaped(text)}</span>`
    text = ''
    style = next
  }
  for (let x = 0; x < line.length; x += 1) {
    const at = line.getCell(x, cell)
    // The second half of a wide character has no width of its own.
    if (!at || at.getWidth() === 0) continue
    const own = styleOf(at)
    if (own !== style) flush(own)
    text += at.getChars() || ' '
  }
  if (style === '') text = text.trimEnd()
  flush('')
  return html
}

const styleOf = (cell: IBufferCell): string => {
  if (cell.isAttributeDefault()) return ''
  const front = colourOf(cell.isFgRGB(), cell.isFgPalette(), cell.getFgColor())
  const back = colourOf(cell.isBgRGB(), cell.isBgPalette(), cell.getBgColor())
  const [color, background] = cell.isInverse() ? [back ?? '#fff', front ?? '#1f2328'] : [front, back]
  const lines = [
    cell.isUnderline() && 'underline',
    cell.isStrikethrough() && 'line-through',
    cell.isOverline() && 'overline',
  ]
  const decoration = lines.filter(Boolean).join(' ')
  return [
    color && `color:${color}`,
    background && `background:${background}`,
    cell.isBold() && 'font-weight:bold',
    cell.isDim() && 'opacity:.6',
    cell.isItalic() && 'font-style:italic',
    cell.isInvisible() && 'visibility:hidden',
    decoration && `text-decoration:${decoration}`,
  ]
    .filter(Boolean)
    .join(';')
}

const colourOf = (direct: boolean, indexed: boolean, value: number): string | null =>
  direct ? directColour(value) : indexed ? indexedColour(value) : null

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (one) => entities[one] ?? one)
