import { Visitor } from 'vite'
import { at, isTest, type SourceFile } from './source-tree.ts'

const PRAGMA = /@ts-(ignore|expect-error|nocheck)|biome-ignore|eslint-disable/
const UNFINISHED = /\b(TODO|FIXME|XXX|HACK)\b/

/** What must not stand in finished code: escapes from the type checker, focused and silent tests, notes to self. */
export const looseEnds = (files: readonly SourceFile[]): string[] =>
  files.flatMap((file) => {
    const found: { offset: number; what: string }[] = []
    const add = (offset: number, what: string): number => found.push({ offset, what })
    for (const { start, value } of file.parsed.comments) {
      const pragma = PRAGMA.exec(value)?.[0]
      if (pragma) add(start, `silences a checker with ${pragma}`)
      const note = UNFINISHED.exec(value)?.[0]
      if (note) add(start, `leaves a ${note}`)
    }
    new Visitor({
      TSAnyKeyword: ({ start }) => add(start, 'uses the type any'),
      TSNonNullExpression: ({ start }) => add(start, 'asserts with ! that something is there'),
      CallExpression: ({ start, callee }) => {
        if (!isTest(file.path) || callee.type !== 'MemberExpression') return
        const { property } = callee
        if (property.type !== 'Identifier') return
        if (property.name === 'only') add(start, 'runs only one test')
        if (/^(skipIf|runIf)$/.test(property.name))
          add(start, 'skips without telling why; call skip(condition, reason)')
      },
    }).visit(file.parsed.program)
    return found
      .toSorted((a, b) => a.offset - b.offset)
      .map(({ offset, what }) => `${at(file, offset)} ${what}`)
  })
