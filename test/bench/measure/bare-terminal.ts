import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'

const { resolve } = createRequire(import.meta.url)

export interface ScreenSize {
  columns: number
  rows: number
}

/** Opens an xterm.js set as ours is on an empty page, as `globalThis.term`, and nothing besides. */
export const showBareTerminal = async (page: Page, { columns, rows }: ScreenSize): Promise<void> => {
  await page.setContent('<div id="screen"></div>')
  await page.addStyleTag({ path: resolve('@xterm/xterm/css/xterm.css') })
  await page.addScriptTag({ path: resolve('@xterm/xterm/lib/xterm.js') })
  await page.addScriptTag({ path: resolve('@xterm/addon-unicode-graphemes/lib/addon-unicode-graphemes.js') })
  await page.evaluate(
    ([cols, lines]) => {
      // What the scripts above put there.
      type Make = new (
        ...options: unknown[]
      ) => { loadAddon(addon: unknown): void; open(place: unknown): void }
      const { Terminal, UnicodeGraphemesAddon: addon } = globalThis as unknown as {
        Terminal: Make
        UnicodeGraphemesAddon: { UnicodeGraphemesAddon: Make }
      }
      const term = new Terminal({
        allowProposedApi: true,
        cols,
        rows: lines,
        scrollback: 100_000,
        fontSize: 13,
        lineHeight: 1.1,
        fontFamily: 'monospace',
        minimumContrastRatio: 4.5,
        convertEol: true,
      })
      term.loadAddon(new addon.UnicodeGraphemesAddon())
      term.open(document.querySelector('#screen'))
      Object.assign(globalThis, { term })
    },
    [columns, rows] as const,
  )
}

/** Milliseconds of the page's clock when the text is drawn. */
export const drawnAt = (page: Page, selector: string, text: string): Promise<number> =>
  page.evaluate(
    ([rows, wanted]) =>
      new Promise<number>((done) => {
        const look = () => {
          if (document.querySelector(rows)?.textContent?.includes(wanted)) done(performance.now())
          else requestAnimationFrame(look)
        }
        look()
      }),
    [selector, text] as const,
  )
