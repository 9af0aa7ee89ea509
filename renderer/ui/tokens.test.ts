import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { contrast, luminance } from './contrast.ts'

type Theme = 'light' | 'dark' | 'high-contrast'
const themes: Theme[] = ['light', 'dark', 'high-contrast']

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')

const block = (selector: string): string => {
  const start = css.indexOf(`${selector} {`)
  if (start < 0) throw new Error(`tokens.css has no block ${selector}.`)
  return css.slice(start, css.indexOf('\n}', start))
}

/** The tokens of a theme that are plain colours, by name. */
const colours = (theme: Theme): Map<string, string> => {
  const found = new Map<string, string>()
  for (const [, name = '', light = '', dark = ''] of block(':root').matchAll(
    /--([\w-]+): (?:light-dark\((#\w{6}), (#\w{6})\)|#\w{6});/g,
  ))
    found.set(name, theme === 'light' ? light : dark)
  for (const [, name = '', value = ''] of block(':root').matchAll(/--([\w-]+): (#\w{6});/g))
    found.set(name, value)
  if (theme === 'high-contrast')
    for (const [, name = '', value = ''] of block(":root[data-theme='high-contrast']").matchAll(
      /--([\w-]+): (#\w{6});/g,
    ))
      found.set(name, value)
  return found
}

const grounds = ['frame', 'surface', 'sunken', 'raised', 'hover', 'selected']
const texts = ['text', 'muted', 'accent-text', 'danger-text', 'warn-text', 'ok-text', 'info-text']
const marks = [
  ...[1, 2, 3, 4].map((n) => `severity-${n}`),
  ...['new', 'open', 'waiting', 'solved', 'closed'].map((status) => `status-${status}`),
  'focus',
  'warn',
  'ok',
  'info',
]
const meanings = ['accent', 'danger', 'warn', 'ok', 'info']
const lanes = ['internal', 'customer', 'expert'].map((lane) => `lane-${lane}`)
const codes = ['keyword', 'string', 'number', 'comment'].map((kind) => `code-${kind}`)

const hues = ['red', 'green', 'yellow', 'blue', 'magenta', 'cyan']
const terminal = hues.flatMap((hue) => [`ansi-${hue}`, `ansi-bright-${hue}`])

const pairsOf = (fronts: string[], backs: string[]) =>
  fronts.flatMap((front) => backs.map((back): [string, string] => [front, back]))

/** Text on its ground: at least 4.5 (SC 1.4.3), 7 in high contrast. */
const textPairs: [string, string][] = [
  ...pairsOf(texts, grounds),
  ...pairsOf(['faint'], ['frame', 'surface', 'sunken', 'raised', 'hover']),
  ...pairsOf(['text'], ['pressed']),
  ...pairsOf(
    ['text', 'muted'],
    [...meanings, ...lanes].map((name) => `${name}-soft`),
  ),
  ...meanings.map((name): [string, string] => [`${name}-text`, `${name}-soft`]),
  ...lanes.map((name): [string, string] => [name, `${name}-soft`]),
  ...pairsOf(lanes, ['surface', 'raised', 'sunken']),
  ...pairsOf(codes, ['surface', 'sunken']),
  ...pairsOf(terminal, ['surface']),
  ...pairsOf(['severity-1', 'severity-2', 'severity-3'], ['surface', 'raised']),
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['on-danger', 'danger'],
  ['on-danger', 'danger-hover'],
  ['on-mark', 'mark'],
]

/** Marks, control outlines and focus rings on their ground: at least 3 (SC 1.4.11, 2.4.13). */
const markPairs: [string, string][] = [
  ...pairsOf(marks, grounds),
  ...pairsOf(['border-strong', 'accent', 'danger'], ['frame', 'surface', 'sunken', 'raised']),
]

describe.each(themes)('the %s theme', (theme) => {
  const token = colours(theme)
  const get = (name: string): string => {
    const value = token.get(name)
    if (!value) throw new Error(`tokens.css has no colour --${name}.`)
    return value
  }
  const below = (pairs: [string, string][], least: number) =>
    pairs
      .map(([front, back]) => ({ front, back, ratio: contrast(get(front), get(back)) }))
      .filter(({ ratio }) => ratio < least)
      .map(({ front, back, ratio }) => `${front} on ${back}: ${ratio.toFixed(2)}`)

  it('has readable text', () => {
    expect(below(textPairs, theme === 'high-contrast' ? 7 : 4.5)).toEqual([])
  })

  it('has visible marks, outlines and focus rings', () => {
    expect(below(markPairs, 3)).toEqual([])
  })
})

it('computes the ratios of the specification', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21)
  expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2)
  expect(contrast('#ffffff', '#767676')).toBeCloseTo(4.54, 2)
  expect(() => luminance('red')).toThrow('#rrggbb')
})
