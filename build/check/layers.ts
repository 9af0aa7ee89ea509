import { isBuiltin } from 'node:module'
import { posix } from 'node:path'
import { importsOf, packageOf } from './imports.ts'
import { at, isTest, type SourceFile } from './source-tree.ts'

// The arrows of the architecture, and no others. `build` and `test` may reach everything.
const ARROWS: Record<string, readonly string[]> = {
  shared: [],
  renderer: ['shared'],
  host: ['shared'],
  central: ['shared'],
  electron: ['shared'],
}

const SHOWS =
  /^(react|react-dom|zustand|cmdk|lucide-react|radix-ui|monaco-editor|dockview.*|react-.*|@xterm\/(?!headless$).*|@tanstack\/react-.*|@radix-ui\/.*)$/

interface Packages {
  dependencies?: Record<string, string>
}

const layerOf = (path: string): string => path.split('/', 1)[0] ?? ''

const wrongPath = (file: SourceFile, specifier: string): string | null => {
  const from = layerOf(file.path)
  const allowed = ARROWS[from]
  if (allowed === undefined) return null
  const target = posix.normalize(posix.join(posix.dirname(file.path), specifier))
  const to = layerOf(target)
  if (to === from || allowed.includes(to) || target === 'package.json') return null
  if (isTest(file.path) && to === 'test') return null
  // The shell starts what was built, by its path.
  if (from === 'electron' && to === 'dist') return null
  return `${from} may not import ${to}`
}

const wrongPackage = (file: SourceFile, specifier: string, packages: Packages): string | null => {
  const layer = layerOf(file.path)
  if (/^electron(\/|$)/.test(specifier))
    return layer === 'electron' ? null : `only electron/ may import electron`
  if (ARROWS[layer] === undefined || isTest(file.path)) return null
  if (isBuiltin(specifier)) {
    return layer === 'renderer' || layer === 'shared' ? `${layer} may not use Node's ${specifier}` : null
  }
  const name = packageOf(specifier)
  if (name === null || layer === 'renderer') return null
  if (SHOWS.test(name)) return `${layer} may not import ${name}, which draws`
  if (packages.dependencies?.[name] === undefined)
    return `${name} is not in dependencies, and ${layer} needs it at run time`
  return null
}

/** Every import that draws an arrow the architecture does not have. */
export const layers = (files: readonly SourceFile[], packages: Packages): string[] =>
  files.flatMap((file) =>
    importsOf(file).flatMap(({ specifier, offset }) => {
      if (specifier === null) {
        // A launcher in plain JavaScript chooses at run time between sources and bundle.
        const free =
          ARROWS[layerOf(file.path)] === undefined || isTest(file.path) || file.path.endsWith('.mjs')
        return free ? [] : [`${at(file, offset)} imports something that only a run can tell`]
      }
      const wrong = specifier.startsWith('.')
        ? wrongPath(file, specifier)
        : wrongPackage(file, specifier, packages)
      return wrong === null ? [] : [`${at(file, offset)} ${wrong}`]
    }),
  )
