import { parseSync } from 'vite'
import type { SourceFile } from './source-tree.ts'

/** A made-up source file, for the checks' own tests. */
export const sourceOf = (path: string, text: string): SourceFile => ({
  path,
  text,
  parsed: parseSync(path, text),
})
