import { type ESTree, Visitor } from 'vite'
import type { SourceFile } from './source-tree.ts'

export interface Import {
  /** As written; null for a dynamic import of something other than a literal. */
  specifier: string | null
  offset: number
}

const literal = (node: ESTree.Node | null | undefined): string | null =>
  node?.type === 'Literal' && typeof node.value === 'string' ? node.value : null

const isImportMetaUrl = (node: ESTree.Node | undefined): boolean =>
  node?.type === 'MemberExpression' &&
  node.object.type === 'MetaProperty' &&
  node.property.type === 'Identifier' &&
  node.property.name === 'url'

/**
 * Everything a file reaches for: imports and re-exports (types too), `import()`, `import('x')` types,
 * `require`, and sources named by `new URL('./x.ts', import.meta.url)`, which is how worker threads start.
 */
export const importsOf = ({ parsed }: SourceFile): Import[] => {
  const found: Import[] = []
  const add = (source: ESTree.Node | null | undefined): void => {
    if (source) found.push({ specifier: literal(source), offset: source.start })
  }
  new Visitor({
    ImportDeclaration: (node) => add(node.source),
    ExportNamedDeclaration: (node) => add(node.source),
    ExportAllDeclaration: (node) => add(node.source),
    ImportExpression: (node) => add(node.source),
    TSImportType: (node) => add(node.source),
    CallExpression: (node) => {
      if (node.callee.type === 'Identifier' && node.callee.name === 'require') add(node.arguments[0])
    },
    NewExpression: (node) => {
      const [target, base] = node.arguments
      const path = literal(target)
      if (path !== null && /\.m?[jt]sx?$/.test(path) && isImportMetaUrl(base)) add(target)
    },
  }).visit(parsed.program)
  return found.sort((a, b) => a.offset - b.offset)
}

/** The package of a bare specifier: `@a/b/c` gives `@a/b`; null for a path or a Node built-in. */
export const packageOf = (specifier: string): string | null => {
  if (/^[./]/.test(specifier) || specifier.startsWith('node:')) return null
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
}
