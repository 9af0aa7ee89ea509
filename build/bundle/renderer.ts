import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import type { InlineConfig } from 'vite'
import { repositoryRoot } from '../repository.ts'

/** How the renderer is built and served: every byte comes from the bench's own origin, and no script is inline. */
export const rendererConfig: InlineConfig = {
  configFile: false,
  root: join(repositoryRoot, 'renderer'),
  base: './',
  logLevel: 'warn',
  plugins: [react()],
  worker: { format: 'es' },
  // monaco-yaml asks for Monaco's files by the names they had before 0.57.
  resolve: { alias: [{ find: /^monaco-editor\/esm\/vs\//, replacement: 'monaco-editor/' }] },
  optimizeDeps: { include: ['monaco-yaml', 'monaco-yaml/yaml.worker.js'], exclude: ['monaco-editor'] },
  build: {
    outDir: join(repositoryRoot, 'dist/renderer'),
    emptyOutDir: true,
    target: 'chrome140',
    // A data: URL in a style sheet would need a hole in the content security policy.
    assetsInlineLimit: 0,
    // The polyfill is for browsers older than the target.
    modulePreload: { polyfill: false },
    license: { fileName: 'licences.md' },
    reportCompressedSize: false,
    // The files come from this disk, so size is start time and not a download.
    chunkSizeWarningLimit: 5_000,
  },
}
