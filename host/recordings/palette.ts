/** The sixteen colours of the bench's terminals on a light page, black to white, then the bright ones. */
const base = [
  '#24292f',
  '#b3261e',
  '#1a7f37',
  '#8a6100',
  '#0a5fb4',
  '#8250df',
  '#0e7583',
  '#6e7781',
  '#57606a',
  '#d1382f',
  '#23903f',
  '#a47300',
  '#1f75d1',
  '#9a6bea',
  '#16909f',
  '#8c959f',
] as const

const steps = [0, 95, 135, 175, 215, 255] as const

/** A colour of xterm's 256 as CSS: sixteen named, a cube of 6 × 6 × 6, then greys. */
export const indexedColour = (index: number): string => {
  const named = base[index]
  if (named) return named
  if (index >= 232) return css(Array(3).fill(8 + 10 * (index - 232)))
  const place = index - 16
  return css([Math.floor(place / 36), Math.floor(place / 6) % 6, place % 6].map((step) => steps[step] ?? 0))
}

export const directColour = (rgb: number): string => css([(rgb >> 16) & 255, (rgb >> 8) & 255, rgb & 255])

const css = (parts: readonly number[]): string =>
  `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`
