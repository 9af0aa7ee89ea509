import type { ITheme } from '@xterm/xterm'
import { readColours } from '../../ui/theme.ts'

const hues = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const
const ansi = [
  ...hues.map((hue) => ({ name: hue, token: `ansi-${hue}` })),
  ...hues.map((hue) => ({
    name: `bright${hue[0]?.toUpperCase()}${hue.slice(1)}`,
    token: `ansi-bright-${hue}`,
  })),
]

/** The colours of the theme shown, as xterm.js wants them. */
export const screenTheme = (root: HTMLElement): ITheme => {
  const roles = readColours(root, [
    'surface',
    'text',
    'accent-text',
    'border',
    'border-strong',
    'disabled',
    'accent',
  ])
  const colours = readColours(
    root,
    ansi.map(({ token }) => token),
  )
  return {
    ...Object.fromEntries(ansi.map(({ name, token }) => [name, colours[token]])),
    background: roles.surface,
    foreground: roles.text,
    cursor: roles['accent-text'],
    cursorAccent: roles.surface,
    selectionBackground: transparent(roles.accent, 0.32),
    selectionInactiveBackground: transparent(roles['border-strong'], 0.28),
    scrollbarSliderBackground: transparent(roles['border-strong'], 0.3),
    scrollbarSliderHoverBackground: transparent(roles['border-strong'], 0.5),
    scrollbarSliderActiveBackground: transparent(roles['border-strong'], 0.6),
    overviewRulerBorder: 'rgba(0, 0, 0, 0)',
  }
}

const transparent = (rgb: string, share: number): string =>
  rgb.replace(/^rgb\((\d+), (\d+), (\d+)\)$/, `rgba($1, $2, $3, ${share})`)
