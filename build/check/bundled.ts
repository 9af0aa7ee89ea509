import { importsOf, packageOf } from './imports.ts'
import { isTest, type SourceFile } from './source-tree.ts'

interface Manifest {
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
}

/** The packages that reach a user: what the program depends on, and what its sources import to be bundled. */
export const shippedPackages = (files: readonly SourceFile[], manifest: Manifest): Set<string> => {
  const declared = { ...manifest.dependencies, ...manifest.devDependencies }
  const imported = files
    .filter(({ path }) => !/^(build|test)\//.test(path) && !isTest(path))
    .flatMap(importsOf)
    .map(({ specifier }) => (specifier === null ? null : packageOf(specifier)))
    .filter((name) => name !== null && declared[name] !== undefined)
  return new Set([...Object.keys(manifest.dependencies ?? {}), ...imported.filter((name) => name !== null)])
}
