/**
 * Edits that turn `a` into `b`: insertions, deletions, substitutions and swaps of neighbours (optimal string
 * alignment distance). Both are short; the cost is their product.
 */
const editDistance = (a: string, b: string): number => {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const now = [row]
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1]
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      const steps = [
        (last[column] ?? 0) + 1,
        (now[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      ]
      if (swapped) steps.push((before[column - 2] ?? 0) + 1)
      now.push(Math.min(...steps))
    }
    before = last
    last = now
  }
  return last[b.length] ?? 0
}

/**
 * The known word that `word` most likely means, or undefined. Two edits away at most, one for words of up to four
 * letters and none for shorter ones, since nearly any short word is two edits from any other.
 */
export const nearest = <Known extends string>(word: string, known: readonly Known[]): Known | undefined => {
  const lower = word.toLowerCase()
  let best: Known | undefined
  let least = 3
  for (const candidate of known) {
    const allowed = candidate.length <= 2 ? 0 : candidate.length <= 4 ? 1 : 2
    const distance = editDistance(lower.slice(0, 40), candidate)
    if (distance > allowed || distance >= least) continue
    best = candidate
    least = distance
  }
  return best
}
