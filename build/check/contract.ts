import { type ESTree, Visitor } from 'vite'
import { isTest, type SourceFile } from './source-tree.ts'

type Services = Record<string, { name: string; methods: object }>

const nameOf = (node: ESTree.Node | undefined): string | null => {
  if (node?.type === 'Identifier') return node.name
  return node?.type === 'MemberExpression' && node.property.type === 'Identifier' ? node.property.name : null
}

const implementedIn = (file: SourceFile): string[] => {
  const found: string[] = []
  new Visitor({
    CallExpression: ({ callee, arguments: [service] }) => {
      const name = nameOf(callee) === 'implement' ? nameOf(service) : null
      if (name !== null) found.push(name)
    },
  }).visit(file.parsed.program)
  return found
}

/** Every `a.b` in the file as `a.b`, and every string of that shape. */
const usedIn = (file: SourceFile): string[] => {
  const found: string[] = []
  new Visitor({
    MemberExpression: (node) => found.push(`${nameOf(node.object)}.${nameOf(node)}`),
    Literal: ({ value }) => typeof value === 'string' && found.push(value),
  }).visit(file.parsed.program)
  return found
}

/** Services that no host file implements, and methods that nobody calls outside the file that implements them. */
export const contract = (files: readonly SourceFile[], services: Services): string[] => {
  const implementing = files.filter(({ path }) => path.startsWith('host/') && !isTest(path))
  const owners = new Map(implementing.map((file) => [file, implementedIn(file)]))
  const implemented = new Set([...owners.values()].flat())
  const callers = files.filter(
    (file) => !file.path.startsWith('shared/contract/') && !owners.get(file)?.length,
  )
  const used = new Set(callers.flatMap(usedIn))
  return Object.entries(services).flatMap(([key, { name, methods }]) => {
    const unused = Object.keys(methods).filter(
      (method) => !used.has(`${key}.${method}`) && !used.has(`${name}.${method}`),
    )
    return [
      ...(implemented.has(key) ? [] : [`no file in host/ implements ${key}`]),
      ...unused.map((method) => `nobody calls or tests ${key}.${method}`),
    ]
  })
}
