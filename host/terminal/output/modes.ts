import type { Mark } from '../marks/mark.ts'

/** Modes kept at most; programs use a dozen. */
const modesAtMost = 64
const alternateScreens = [47, 1047, 1049]

/** The private modes that output has set. These must be set again where a screen is drawn from the middle of the output. */
export interface Modes {
  take(mark: Mark): void
  /** The bytes that bring a fresh terminal into the same modes. */
  preamble(): Buffer
  /** Whether a full-screen program has the other screen. */
  alternate(): boolean
}

export const createModes = (): Modes => {
  const modes = new Map<number, boolean>()
  return {
    take(mark) {
      if (mark.type === 'reset') modes.clear()
      if (mark.type !== 'modes') return
      for (const number of mark.modes)
        if (modes.has(number) || modes.size < modesAtMost) modes.set(number, mark.on)
    },
    preamble: () =>
      Buffer.from([...modes].map(([number, on]) => `\x1b[?${number}${on ? 'h' : 'l'}`).join(''), 'latin1'),
    alternate: () => alternateScreens.some((number) => modes.get(number) === true),
  }
}
