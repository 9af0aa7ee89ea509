/**
 * Tells the double-byte encodings of East Asia apart in texts too short for statistics, which take two
 * Chinese characters for four accented Latin letters.
 */

/** How much of `text` beyond ASCII is in the given ranges. */
const share = (text: string, usual: RegExp): number => {
  const beyond = text.match(/[^\0-\x7f]/gu)?.length ?? 0
  return beyond === 0 ? 0 : (text.match(usual)?.length ?? 0) / beyond
}

const strictly = (encoding: string, bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    // Not a text of this encoding.
    return undefined
  }
}

/** Runs of bytes beyond ASCII, of which Latin text has only short ones. */
const runs = (bytes: Uint8Array): number[] => {
  const lengths: number[] = []
  let length = 0
  for (const at of bytes) {
    if (at >= 0x80) length++
    else if (length > 0) {
      lengths.push(length)
      length = 0
    }
  }
  if (length > 0) lengths.push(length)
  return lengths
}

const punctuation = /[\u3000-\u303f\uff00-\uff65]/gu
const plain = (text: string): string => text.replace(punctuation, '')
const kana = /[\u3041-\u30ff]/gu
const hangul = /[\uac00-\ud7a3]/gu

/** Pairs of the first plane of GB 2312, which holds the usual characters. */
const usualChinese = (bytes: Uint8Array): number => {
  let usual = 0
  let pairs = 0
  let beyondHangul = 0
  for (let i = 0; i + 1 < bytes.length; i++) {
    const lead = bytes[i] as number
    if (lead < 0x81) continue
    pairs++
    const trail = bytes[++i] as number
    if (lead < 0xa1 || trail < 0xa1) continue
    if ((lead >= 0xb0 && lead <= 0xd7) || (lead >= 0xa1 && lead <= 0xa3)) usual++
    if (lead > 0xc8 && lead <= 0xd7) beyondHangul++
  }
  // Korean syllables end at lead byte C8, while Chinese text of any length goes on to D7.
  return beyondHangul === 0 && pairs > 3 ? 0 : usual / Math.max(1, pairs)
}

/** The double-byte encoding that the bytes are surely in, if any; they are the excerpt of a file beyond ASCII. */
export const guessAsian = (cut: Uint8Array): string | undefined => {
  const long = runs(cut).filter((length) => length >= 4)
  if (long.length === 0 || long.length * 3 < runs(cut).length) return undefined
  // The excerpt may end in half a character.
  for (const bytes of [cut, cut.subarray(0, -1)]) {
    const japanese = strictly('shift_jis', bytes)
    if (japanese && share(plain(japanese), kana) > 0.2 && !/[\uff66-\uff9f]{3}/.test(japanese))
      return 'shift_jis'
    const unix = strictly('euc-jp', bytes)
    if (unix && share(plain(unix), kana) > 0.3) return 'euc-jp'
    const chinese = strictly('gb18030', bytes)
    if (chinese && usualChinese(bytes) > 0.85) return 'gb18030'
    const korean = strictly('euc-kr', bytes)
    if (korean && share(plain(korean), hangul) > 0.85) return 'euc-kr'
  }
  return undefined
}
