import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes'
import { Terminal } from '@xterm/xterm'
import type { CastHeader } from '../../shared/lib/asciicast/cast.ts'
import { screenTheme } from '../terminal/session/screen-theme.ts'
import { onThemeChange } from '../ui/theme.ts'
import { playerScrollback } from './keyframes.ts'

const smallest = 7
const largest = 15
const lineHeight = 1.1
/** Height of a row of our face against its size. */
const row = 1.32 * lineHeight
/** Width of a letter of our face against its size. */
const letter = 0.6

/** A terminal that only shows, its letters as large as its place allows. */
export const createScreen = (
  host: HTMLElement,
  { columns, rows }: CastHeader,
): { term: Terminal; dispose(): void } => {
  const root = document.documentElement
  const term = new Terminal({
    allowProposedApi: true,
    cols: columns,
    rows,
    scrollback: playerScrollback,
    disableStdin: true,
    fontFamily: getComputedStyle(root).getPropertyValue('--font-code').trim(),
    fontSize: 12,
    lineHeight,
    theme: screenTheme(root),
    minimumContrastRatio: 4.5,
    cursorInactiveStyle: 'bar',
    linkHandler: { activate: () => undefined },
  })
  term.loadAddon(new UnicodeGraphemesAddon())
  // Its keys belong to the player around it.
  term.attachCustomKeyEventHandler(() => false)
  term.open(host)
  term.textarea?.setAttribute('tabindex', '-1')
  term.textarea?.setAttribute('aria-label', 'Screen of the recording')
  const fit = () => {
    const wide = (host.clientWidth - 30) / (term.cols * letter)
    const high = (host.clientHeight - 14) / (term.rows * row)
    const size = Math.floor(Math.min(wide, high) * 2) / 2
    if (Number.isFinite(size)) term.options.fontSize = Math.max(smallest, Math.min(largest, size))
  }
  const observer = new ResizeObserver(fit)
  observer.observe(host)
  const resized = term.onResize(fit)
  const stop = onThemeChange(root, () => {
    term.options.theme = screenTheme(root)
  })
  return {
    term,
    dispose() {
      observer.disconnect()
      resized.dispose()
      stop()
      term.dispose()
    },
  }
}
