import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ParseResult, parseSync } from 'vite'

const FOLDERS = ['shared', 'renderer', 'host', 'central', 'electron', 'build', 'test']
const SKIPPED = new Set(['node_modules', 'dist'])

export interface SourceFile {
  /** Relative to the root, with forward slashes. */
  path: string
  text: string
  parsed: ParseResult
}

const paths = (root: string, folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true })
    .toSorted((a, b) => a.name.localeCompare(b.name))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`
      if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : paths(root, path)
      return /\.(ts|tsx|mts|cts|mjs)$/.test(entry.name) && !entry.name.endsWith('.d.ts') ? [path] : []
    })

/** Every source file of the project, parsed once for all checks. */
export const readSourceTree = (root: string): SourceFile[] =>
  FOLDERS.filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => paths(root, folder))
    .map((path) => {
      const text = readFileSync(join(root, path), 'utf8')
      return { path, text, parsed: parseSync(path, text) }
    })

export const isTest = (path: string): boolean => path.startsWith('test/') || /\.test\.tsx?$/.test(path)

/** A position in a file as `path:line`. */
export const at = (file: SourceFile, offset: number): string =>
  `${file.path}:${file.text.slice(0, offset).split('\n').length}`
