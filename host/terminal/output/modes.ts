const setMode = Buffer.from('\x1b[?')
const fullReset = Buffer.from('\x1bc')

/** A sequence that sets modes is shorter than this; what is longer sets none that matter. */
const sequenceBytes = 64
/** Modes kept at most; programs use a dozen. */
const modesAtMost = 64
const alternateScreens = [47, 1047, 1049]

/**
 * Follows the private modes (DECSET/DECRST, ECMA-48 and xterm's ctlseqs) that output sets: which screen, how keys, mouse
 * and pastes are sent. These must be set again where a screen is drawn from the middle of the output.
 */
export interface Modes {
  push(bytes: Buffer): void
  /** The bytes that bring a fresh terminal into the same modes. */
  preamble(): Buffer
  /** Whether a full-screen program has the other screen. */
  alternate(): boolean
}

export const createModes = (): Modes => {
  const modes = new Map<number, boolean>()
  let rest = Buffer.alloc(0)

  const scan = (bytes: Buffer) => {
    for (let at = bytes.indexOf(setMode); at >= 0; at = bytes.indexOf(setMode, at + setMode.length)) {
      const sequence = bytes.toString('latin1', at + setMode.length, at + sequenceBytes)
      const found = /^([\d;]*)([hl])/.exec(sequence)
      if (!found) continue
      for (const number of (found[1] ?? '').split(';').map(Number))
        if (modes.has(number) || modes.size < modesAtMost) modes.set(number, found[2] === 'h')
    }
  }
  return {
    push(chunk) {
      const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
      const reset = bytes.lastIndexOf(fullReset)
      if (reset >= 0) modes.clear()
      scan(reset >= 0 ? bytes.subarray(reset) : bytes)
      // A sequence may be cut by the end of a chunk; reading its beginning twice does no harm.
      const open = bytes.lastIndexOf(0x1b)
      const cut = open >= 0 && bytes.length - open < sequenceBytes
      rest = cut ? Buffer.from(bytes.subarray(open)) : Buffer.alloc(0)
    },
    preamble: () =>
      Buffer.from([...modes].map(([number, on]) => `\x1b[?${number}${on ? 'h' : 'l'}`).join(''), 'latin1'),
    alternate: () => alternateScreens.some((number) => modes.get(number) === true),
  }
}
