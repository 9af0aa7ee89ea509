const plain = /^[\u0020-\u007e\u00a1-\u02ff]*$/
const zero = /^[\p{Mark}\p{Format}]+$/u
// East Asian Wide and Fullwidth blocks, Unicode Standard Annex 11.
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}\p{Emoji_Presentation}]|\ufe0f/u
const clusters = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

const clusterWidth = (cluster: string): number => {
  if (zero.test(cluster)) return 0
  return wide.test(cluster) ? 2 : 1
}

/** The terminal cells a text without control characters takes; East Asian wide letters and emoji take two. */
export const width = (text: string): number => {
  if (plain.test(text)) return text.length
  let cells = 0
  for (const { segment } of clusters.segment(text)) cells += clusterWidth(segment)
  return cells
}

/** The text cut to `cells`, its last cell an ellipsis where something was cut. */
export const fit = (text: string, cells: number): string => {
  if (width(text) <= cells) return text
  if (cells < 1) return ''
  let used = 1
  let kept = ''
  for (const { segment } of clusters.segment(text)) {
    used += clusterWidth(segment)
    if (used > cells) break
    kept += segment
  }
  return `${kept.trimEnd()}…`
}
