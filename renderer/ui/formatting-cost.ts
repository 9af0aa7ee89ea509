/** Characters that open or close something inside a paragraph; the parser's work grows with their square. */
const marks = /[*_[\]!~<>`&@:]/g
const fence = /^ {0,3}(```|~~~)/

/** More than this would hold up the window for longer than a blink: about 2,000 marks in one paragraph. */
const costAtMost = 4_000_000

/** Code is cheap when it really is code; this bounds what may be disguised as it. */
const codeAtMost = 25 * costAtMost

const square = (count: number): number => count * count

/** An estimate of the work that formatting a text is, in squares of marks per paragraph. */
const formattingCost = (text: string): { prose: number; code: number } => {
  const cost = { prose: 0, code: 0 }
  let inCode = false
  let run = 0
  const close = () => {
    cost[inCode ? 'code' : 'prose'] += square(run)
    run = 0
  }
  for (const line of text.split('\n')) {
    if (fence.test(line)) {
      close()
      inCode = !inCode
    } else if (line.trim() === '') close()
    else {
      run += line.match(marks)?.length ?? 0
      const cells = line.split('|').length - 1
      cost[inCode ? 'code' : 'prose'] += square(cells)
    }
  }
  close()
  return cost
}

export const isCheapToFormat = (text: string): boolean => {
  const { prose, code } = formattingCost(text)
  return prose <= costAtMost && code <= codeAtMost
}
