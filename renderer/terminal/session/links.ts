import { WebLinksAddon } from '@xterm/addon-web-links'
import type { IBufferLine, IBufferRange, ILink, Terminal } from '@xterm/xterm'
import { type FileLink, fileLinks } from './file-links.ts'

/** What a person points at. */
export type Pointed =
  | { is: 'address'; address: string; shown: string }
  | { is: 'file'; path: string; line: number; column: number | null }

export interface LinksOptions {
  mac: boolean
  onOpen: (link: Pointed) => void
  /** What the pointer is on, to be named beside it; null when it has left. */
  onHover: (link: Pointed | null, event: MouseEvent) => void
}

/** Links of addresses, of `file:line`, and those that a program names (OSC 8). A click with Ctrl (Cmd) opens. */
export const addLinks = (term: Terminal, { mac, onOpen, onHover }: LinksOptions): void => {
  const meant = (event: MouseEvent) => (mac ? event.metaKey : event.ctrlKey)
  const open = (event: MouseEvent, link: Pointed) => {
    if (meant(event)) onOpen(link)
  }
  const named = (address: string, range: IBufferRange): Pointed => ({
    is: 'address',
    address,
    shown: textOf(term, range),
  })
  term.options.linkHandler = {
    // Other schemes than those of the web are told of, and never opened.
    allowNonHttpProtocols: true,
    activate: (event, address, range) => open(event, named(address, range)),
    hover: (event, address, range) => onHover(named(address, range), event),
    leave: (event) => onHover(null, event),
  }
  const plain = (address: string): Pointed => ({ is: 'address', address, shown: address })
  term.loadAddon(
    new WebLinksAddon((event, address) => open(event, plain(address)), {
      hover: (event, address) => onHover(plain(address), event),
      leave: (event) => onHover(null, event),
    }),
  )
  term.registerLinkProvider({
    provideLinks(y, callback) {
      const { text, rows } = wholeLine(term, y)
      callback(fileLinks(text).map((link) => toLink(link, { rows, columns: term.cols, open, onHover })))
    },
  })
}

interface Around {
  rows: number
  columns: number
  open: (event: MouseEvent, link: Pointed) => void
  onHover: LinksOptions['onHover']
}

const toLink = (link: FileLink, { rows, columns, open, onHover }: Around): ILink => {
  const { path, line, column, start, end } = link
  const pointed: Pointed = { is: 'file', path, line, column }
  const at = (unit: number) => ({ x: (unit % columns) + 1, y: rows + Math.floor(unit / columns) })
  return {
    text: path,
    range: { start: at(start), end: at(end - 1) },
    activate: (event) => open(event, pointed),
    hover: (event) => onHover(pointed, event),
    leave: (event) => onHover(null, event),
  }
}

/** The line that was broken over several rows, one of which is row `y` (from 1), and the row it begins in. */
const wholeLine = (term: Terminal, y: number): { text: string; rows: number } => {
  const { active: buffer } = term.buffer
  let first = y - 1
  while (first > 0 && buffer.getLine(first)?.isWrapped && y - first < mostRows) first -= 1
  let text = ''
  for (let row = first; row < first + mostRows; row += 1) {
    const line = buffer.getLine(row)
    if (!line || (row > first && !line.isWrapped)) break
    text += cellsOf(line, term.cols)
  }
  return { text, rows: first + 1 }
}

/** Rows of one line at most. */
const mostRows = 20

/** One unit per cell, so that a place in the text is a cell: characters of more units or cells are no part of a path. */
const cellsOf = (line: IBufferLine, columns: number): string =>
  Array.from({ length: columns }, (_, x) => {
    const chars = line.getCell(x)?.getChars() ?? ''
    return chars === '' ? ' ' : chars.length === 1 ? chars : '\ufffd'
  }).join('')

/** What stands in a range, as a person reads it. */
const textOf = (term: Terminal, { start, end }: IBufferRange): string => {
  const rows: string[] = []
  for (let y = start.y; y <= Math.min(end.y, start.y + mostRows); y += 1) {
    const line = term.buffer.active.getLine(y - 1)
    const from = y === start.y ? start.x - 1 : 0
    rows.push(line?.translateToString(y === end.y, from, y === end.y ? end.x : undefined) ?? '')
  }
  return rows.join('').trim()
}
