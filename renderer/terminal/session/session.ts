import { FitAddon, type ITerminalDimensions } from '@xterm/addon-fit'
import { SearchAddon } from '@xterm/addon-search'
import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes'
import { type ITheme, Terminal } from '@xterm/xterm'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { TerminalNews } from '../../../shared/contract/terminals.ts'
import type { HostClient } from '../../app/bench.ts'
import { strokeOf } from '../../app/commands/keys.ts'
import type { TerminalOptions } from '../options.ts'
import { accelerate } from './accelerate.ts'
import { type BlockMarks, followBlocks } from './block-marks.ts'
import { feed } from './feed.ts'
import { isOfTheWindow } from './keys.ts'
import { addLinks, type Pointed } from './links.ts'
import { createOutbox } from './outbox.ts'
import { answerOnlyLive } from './quiet.ts'

export interface SessionState {
  /** Whether the host's stream is open: `over` once it has said all, `lost` while the connection is. */
  stream: 'opening' | 'live' | 'lost' | 'over' | 'failed'
  error: unknown
  /** Whether all from before is drawn. */
  drawn: boolean
  /** Changes whenever a command began or was drawn anew. */
  marks: number
  hover: { link: Pointed; x: number; y: number } | null
  /** A program's wish to write the clipboard. */
  wish: string | null
  /** Whether a person lets every program of this terminal write the clipboard. */
  allowed: boolean
  /** The size that its place in this window has. */
  columns: number
  rows: number
  /** The size that another window gave the terminal, where that is not the one of this window. */
  foreign: { columns: number; rows: number } | null
}

/** One terminal as the window shows it. */
export interface Session {
  readonly id: string
  readonly term: Terminal
  readonly search: SearchAddon
  readonly store: StoreApi<SessionState>
  readonly blocks: BlockMarks
  /** Puts the screen into an element; what it was in before lets it go. */
  show(host: HTMLElement): void
  /** Takes the size of its element. */
  fit(): void
  /** Opens the stream again after it was over. */
  restart(): void
  /** Gives text to the program as a paste. */
  paste(text: string): void
  dispose(): void
}

export interface SessionOptions {
  id: string
  client: HostClient
  mac: boolean
  graphics: boolean
  theme: ITheme
  font: string
  options: TerminalOptions
  onOpen: (link: Pointed) => void
  /** A person wants to put this text in. */
  onPaste: (text: string) => void
  onFailure: (error: unknown) => void
}

export const createSession = (options: SessionOptions): Session => {
  const { id, client, onFailure } = options
  const term = createTerminal(options)
  const fitting = new FitAddon()
  const search = new SearchAddon({ highlightLimit: 2000 })
  for (const addon of [fitting, search, new UnicodeGraphemesAddon()]) term.loadAddon(addon)
  const element = document.createElement('div')
  element.style.cssText = 'width:100%;height:100%'
  const store = createStore<SessionState>(() => ({
    stream: 'opening',
    error: undefined,
    drawn: false,
    marks: 0,
    hover: null,
    wish: null,
    allowed: false,
    columns: term.cols,
    rows: term.rows,
    foreign: null,
  }))
  const blocks = followBlocks(term, () => store.setState(({ marks }) => ({ marks: marks + 1 })))
  let replaying = false
  let reading: AbortController | null = null
  let fitted = false
  let asked = { columns: term.cols, rows: term.rows }

  const outbox = createOutbox(client.terminals.write, id, onFailure)
  term.onData((data) => outbox.send(data))
  term.onBinary((data) => outbox.send(data, true))
  answerOnlyLive(term, () => !replaying)
  takeKeys(term, options)
  takePastes(element, options.onPaste)
  for (const event of ['focusin', 'keydown'])
    element.addEventListener(event, () => takeSize(), { capture: true })
  addLinks(term, {
    mac: options.mac,
    onOpen: options.onOpen,
    onHover: (link, { clientX: x, clientY: y }) => store.setState({ hover: link && { link, x, y } }),
  })

  const measure = () => {
    if (!element.isConnected || element.clientWidth < 20 || element.clientHeight < 20) return null
    // Letters have no size where nothing is shown, so a screen waits until it is.
    if (!term.element) {
      term.open(element)
      if (options.graphics) accelerate(term)
    }
    return sizeOf(fitting.proposeDimensions())
  }
  const fit = () => {
    const size = measure()
    if (!size) return
    const { columns, rows } = size
    const first = !fitted
    fitted = true
    // Drawn from before at the size it then had, and only then at this one.
    if (replaying) return
    const before = store.getState()
    if (columns === before.columns && rows === before.rows && !first) return
    store.setState({ columns, rows })
    // Another window has given the size, and keeps it until somebody works in this one.
    if (before.foreign && before.stream === 'live') return
    term.resize(columns, rows)
    if (store.getState().stream === 'live') tell(columns, rows)
    if (!reading) read()
  }
  const takeSize = () => {
    const { columns, rows, foreign, stream } = store.getState()
    if (!foreign || replaying || stream !== 'live') return
    term.resize(columns, rows)
    tell(columns, rows)
  }
  /** Whether the terminal has the size of this window, now that it has another one than before. */
  const compare = () => {
    const { columns, rows } = store.getState()
    const has = (size: { columns: number; rows: number }) =>
      size.columns === term.cols && size.rows === term.rows
    const foreign = replaying || has({ columns, rows }) ? null : { columns: term.cols, rows: term.rows }
    store.setState({ foreign })
    // What this window asked for has come, and meanwhile its place has another size.
    if (foreign && has(asked)) takeSize()
  }
  term.onResize(compare)
  const tell = (columns: number, rows: number) => {
    asked = { columns, rows }
    // One that ended has no size to be told of.
    client.terminals.resize({ id, columns, rows }).catch(() => undefined)
  }
  const onReplay = (now: boolean) => {
    replaying = now
    if (now) blocks.clear()
    if (!now) {
      fit()
      compare()
    }
    store.setState(({ marks }) => ({ marks: marks + 1, drawn: !now }))
  }
  const onNews = (news: Exclude<TerminalNews, { type: 'state' | 'size' }>) => {
    if (news.type !== 'wish') return
    const { text } = news.wish
    if (!store.getState().allowed) return store.setState({ wish: text })
    // The browser refuses while the page has no focus; then it is asked again.
    navigator.clipboard.writeText(text).catch(() => store.setState({ wish: text }))
  }
  const read = () => {
    reading?.abort()
    const stop = new AbortController()
    reading = stop
    const { signal } = stop
    const open = () => {
      // The screen itself may have the size of what was drawn from before.
      const { columns, rows } = store.getState()
      asked = { columns, rows }
      return client.terminals.attach({ id, columns, rows }, { signal })
    }
    const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
    const onState = (stream: 'live' | 'lost') => store.setState({ stream })
    const inFront = () => document.activeElement === term.textarea
    feed({ term, open, wait, signal, inFront, onReplay, onNews, onState }).then(
      () => {
        if (signal.aborted) return
        store.setState({ stream: 'over' })
        const { columns, rows } = store.getState()
        term.resize(columns, rows)
      },
      (error: unknown) => signal.aborted || store.setState({ stream: 'failed', error }),
    )
  }

  return {
    id,
    term,
    search,
    store,
    blocks,
    show(host) {
      host.replaceChildren(element)
      fit()
    },
    fit,
    restart: read,
    paste: (text) => term.paste(text),
    dispose() {
      reading?.abort()
      element.remove()
      term.dispose()
    },
  }
}

/** What the place allows; null while it cannot be measured. */
const sizeOf = (proposed: ITerminalDimensions | undefined) =>
  !proposed || Number.isNaN(proposed.cols) || Number.isNaN(proposed.rows)
    ? null
    : { columns: Math.max(2, proposed.cols), rows: Math.max(1, proposed.rows) }

const createTerminal = ({ theme, font, options }: SessionOptions): Terminal =>
  new Terminal({
    allowProposedApi: true,
    scrollback: options.scrollback,
    fontFamily: font,
    fontSize: options.fontSize,
    lineHeight: 1.1,
    theme,
    // Colours that programs choose are made readable on ours.
    minimumContrastRatio: 4.5,
    screenReaderMode: options.screenReader,
    macOptionIsMeta: true,
    cursorInactiveStyle: 'outline',
    // Programs may neither read the title nor move the window.
    windowOptions: {},
  })

/** Leaves the window's strokes to the window, and takes copy. */
const takeKeys = (term: Terminal, { mac }: SessionOptions): void => {
  term.attachCustomKeyEventHandler((event) => {
    if (event.isComposing || event.type !== 'keydown') return true
    const stroke = strokeOf(event, mac)
    if (stroke === 'Mod+Shift+c' || (stroke === 'Mod+c' && mac)) {
      if (!mac) event.preventDefault()
      const text = term.getSelection()
      // The browser refuses where the page has no focus; the text stays selected.
      if (text) navigator.clipboard.writeText(text).catch(() => undefined)
      return false
    }
    return stroke === null || !isOfTheWindow(stroke, mac)
  })
}

/** Pastes are read before they reach a program. */
const takePastes = (element: HTMLElement, onPaste: SessionOptions['onPaste']): void =>
  element.addEventListener(
    'paste',
    (event) => {
      event.preventDefault()
      event.stopPropagation()
      const text = event.clipboardData?.getData('text/plain')
      if (text) onPaste(text)
    },
    { capture: true },
  )
