import { type ESTree, Visitor } from 'vite'
import { isTest, type SourceFile } from './source-tree.ts'

const LIMITS = { file: 500, p95: 300, median: 100, functionFails: 80, functionNoted: 60 }

export interface Lengths {
  problems: string[]
  /** Functions that are allowed but long, longest first. */
  noted: string[]
  median: number
  p95: number
}

const lineOf = (text: string, offset: number): number => {
  let line = 1
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1
  return line
}

type Span = { start: number; end: number }

/** The callbacks of `describe` blocks: a table of tests, not a function that someone has to follow. */
const isSuite = (call: ESTree.CallExpression): boolean => {
  const { callee } = call
  const name = callee.type === 'MemberExpression' ? callee.property : callee
  return name.type === 'Identifier' && name.name === 'describe'
}

/**
 * The functions of a file with their own lines: what stands in a function inside of another is that one's, so that a
 * store made of small closures is not taken for one long function.
 */
const functionsOf = (file: SourceFile): { line: number; lines: number }[] => {
  const spans: Span[] = []
  const suites = new Set<number>()
  const add = (node: Span): number => spans.push(node)
  new Visitor({
    FunctionDeclaration: add,
    FunctionExpression: add,
    ArrowFunctionExpression: add,
    CallExpression: (node) => {
      if (isTest(file.path) && isSuite(node))
        for (const argument of node.arguments) suites.add(argument.start)
    },
  }).visit(file.parsed.program)
  const measured = spans
    .filter(({ start }) => !suites.has(start))
    .map((span) => ({ ...span, first: lineOf(file.text, span.start), last: lineOf(file.text, span.end) }))
  return measured.map((outer) => {
    const inside = measured.filter((one) => one !== outer && one.start >= outer.start && one.end <= outer.end)
    const direct = inside.filter(
      (one) => !inside.some((other) => other !== one && one.start >= other.start && one.end <= other.end),
    )
    const elsewhere = direct.reduce((sum, { first, last }) => sum + last - first, 0)
    return { line: outer.first, lines: outer.last - outer.first + 1 - elsewhere }
  })
}

const percentile = (sorted: readonly number[], part: number): number =>
  sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0

/** Lines per file and per function, against the limits of the style guide. */
export const lengths = (files: readonly SourceFile[]): Lengths => {
  const sized = files.map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
  const sorted = sized.map(({ lines }) => lines).toSorted((a, b) => a - b)
  const median = percentile(sorted, 0.5)
  const p95 = percentile(sorted, 0.95)
  const long = files
    .flatMap((file) => functionsOf(file).map((found) => ({ ...found, path: file.path })))
    .filter(({ lines }) => lines > LIMITS.functionNoted)
    .toSorted((a, b) => b.lines - a.lines)
  const problems = [
    ...sized
      .filter(({ lines }) => lines > LIMITS.file)
      .map(({ path, lines }) => `${path} has ${lines} lines, more than ${LIMITS.file}`),
    ...long
      .filter(({ lines }) => lines > LIMITS.functionFails)
      .map(
        ({ path, line, lines }) =>
          `${path}:${line} is a function of ${lines} lines, more than ${LIMITS.functionFails}`,
      ),
  ]
  if (median > LIMITS.median) problems.push(`the median file has ${median} lines, more than ${LIMITS.median}`)
  if (p95 > LIMITS.p95) problems.push(`one file in twenty has ${p95} lines or more, more than ${LIMITS.p95}`)
  const noted = long
    .filter(({ lines }) => lines <= LIMITS.functionFails)
    .map(({ path, line, lines }) => `${path}:${line} is a function of ${lines} lines`)
  return { problems, noted, median, p95 }
}
