import * as monaco from 'monaco-editor/editor/editor.api.js'
import { onThemeChange, readColours, shownTheme } from '../../ui/theme.ts'

const names = [
  'surface',
  'sunken',
  'raised',
  'hover',
  'selected',
  'text',
  'muted',
  'faint',
  'border',
  'border-strong',
  'focus',
  'accent',
  'accent-text',
  'accent-soft',
  'on-accent',
  'danger',
  'danger-text',
  'danger-soft',
  'warn',
  'warn-text',
  'ok',
  'ok-text',
  'ok-soft',
  'info',
  'info-text',
  'mark',
  'code-keyword',
  'code-string',
  'code-number',
  'code-comment',
] as const

const themeId = 'casebench'
const bases = { light: 'vs', dark: 'vs-dark', 'high-contrast': 'hc-black' } as const

const hexPair = (value: number): string => Math.round(value).toString(16).padStart(2, '0')

/** `rgb(1 2 3 / 50%)` in any of its spellings as `#rrggbbaa`. */
const toHex = (colour: string): string => {
  const [r = 0, g = 0, b = 0, alpha = 1] = (colour.match(/[\d.]+%?/g) ?? []).map((part) =>
    part.endsWith('%') ? Number.parseFloat(part) / 100 : Number.parseFloat(part),
  )
  return `#${hexPair(r)}${hexPair(g)}${hexPair(b)}${alpha < 1 ? hexPair(alpha * 255) : ''}`
}

type Hex = (name: (typeof names)[number], alpha?: string) => string

const rulesOf = (hex: Hex): monaco.editor.ITokenThemeRule[] => {
  const token = (name: string, colour: (typeof names)[number], fontStyle?: string) => ({
    token: name,
    foreground: hex(colour).slice(1),
    ...(fontStyle !== undefined && { fontStyle }),
  })
  return [
    token('', 'text'),
    token('comment', 'code-comment'),
    token('string', 'code-string'),
    token('attribute.value', 'code-string'),
    token('attribute.value.xml', 'code-string'),
    token('attribute.value.html', 'code-string'),
    token('string.yaml', 'code-string'),
    token('string.value.json', 'code-string'),
    token('string.key.json', 'info-text'),
    token('string.sql', 'code-string'),
    token('keyword.json', 'code-keyword'),
    token('predefined.sql', 'info-text'),
    token('operator.sql', 'muted'),
    token('number', 'code-number'),
    token('constant', 'code-number'),
    token('keyword', 'code-keyword'),
    token('tag', 'accent-text'),
    token('type', 'info-text'),
    token('attribute.name', 'info-text'),
    token('key', 'info-text'),
    token('metatag', 'faint'),
    token('metatag.xml', 'faint'),
    token('delimiter', 'muted'),
    token('delimiter.xml', 'muted'),
    token('delimiter.html', 'muted'),
    token('log.time', 'faint'),
    token('log.error', 'danger-text', 'bold'),
    token('log.warn', 'warn-text', 'bold'),
    token('log.info', 'info-text'),
    token('log.debug', 'faint'),
    token('log.exception', 'danger-text'),
    token('log.frame', 'muted'),
    token('log.place', 'accent-text'),
  ]
}

const surfacesOf = (hex: Hex): monaco.editor.IColors => ({
  'editor.background': hex('surface'),
  'editor.foreground': hex('text'),
  'editorLineNumber.foreground': hex('faint'),
  'editorLineNumber.activeForeground': hex('text'),
  'editor.lineHighlightBackground': hex('sunken'),
  'editor.lineHighlightBorder': hex('sunken'),
  'editor.selectionBackground': hex('accent', '40'),
  'editor.inactiveSelectionBackground': hex('accent', '26'),
  'editor.findMatchBackground': hex('warn', '66'),
  'editor.findMatchHighlightBackground': hex('warn', '33'),
  'editor.wordHighlightBackground': hex('accent', '26'),
  'editor.wordHighlightStrongBackground': hex('accent', '33'),
  'editor.wordHighlightTextBackground': hex('accent', '1f'),
  'editorBracketMatch.background': hex('accent', '26'),
  'editorBracketMatch.border': hex('border-strong'),
  'editorCursor.foreground': hex('text'),
  'editorIndentGuide.background1': hex('border'),
  'editorIndentGuide.activeBackground1': hex('border-strong'),
  'editorWidget.background': hex('raised'),
  'editorWidget.foreground': hex('text'),
  'editorWidget.border': hex('border'),
  'editorHoverWidget.background': hex('raised'),
  'editorSuggestWidget.background': hex('raised'),
  'editorSuggestWidget.selectedBackground': hex('selected'),
  'editorSuggestWidget.selectedForeground': hex('text'),
  'editorStickyScroll.background': hex('surface'),
  'editorGutter.background': hex('surface'),
  'editorError.foreground': hex('danger'),
  'editorWarning.foreground': hex('warn'),
  'editorInfo.foreground': hex('info'),
  'diffEditor.insertedTextBackground': hex('ok', '10'),
  'diffEditor.removedTextBackground': hex('danger', '0f'),
  'diffEditor.insertedLineBackground': hex('ok', '0c'),
  'diffEditor.removedLineBackground': hex('danger', '0c'),
  'diffEditor.diagonalFill': hex('border'),
  'input.background': hex('surface'),
  'input.foreground': hex('text'),
  'input.border': hex('border-strong'),
  'inputOption.activeBorder': hex('focus'),
  'dropdown.background': hex('raised'),
  'list.hoverBackground': hex('hover'),
  'list.activeSelectionBackground': hex('selected'),
  'list.activeSelectionForeground': hex('text'),
  'list.focusBackground': hex('selected'),
  'list.highlightForeground': hex('accent-text'),
  'menu.background': hex('raised'),
  'menu.foreground': hex('text'),
  'menu.selectionBackground': hex('hover'),
  'menu.selectionForeground': hex('text'),
  focusBorder: hex('focus'),
  'scrollbarSlider.background': hex('border-strong', '33'),
  'scrollbarSlider.hoverBackground': hex('border-strong', '88'),
  'scrollbarSlider.activeBackground': hex('border-strong', 'aa'),
  'scrollbar.shadow': '#00000000',
  'quickInput.background': hex('raised'),
  'quickInput.foreground': hex('text'),
  'button.background': hex('accent'),
  'button.foreground': hex('on-accent'),
  'textLink.foreground': hex('accent-text'),
})

const define = (root: HTMLElement): void => {
  const colours = readColours(root, names)
  const hex: Hex = (name, alpha = '') => `${toHex(colours[name])}${alpha}`
  monaco.editor.defineTheme(themeId, {
    base: bases[shownTheme(root)],
    inherit: true,
    rules: rulesOf(hex),
    colors: surfacesOf(hex),
  })
  monaco.editor.setTheme(themeId)
}

/** Keeps Monaco in the colours of the window, for as long as the window lives. */
export const followTheme = (root: HTMLElement): void => {
  define(root)
  onThemeChange(root, () => define(root))
}
