import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { InlineConfig } from 'vite'
import { assetUrls } from './asset-urls.ts'

interface Program {
  /** The name of the bundle, without its ending, and the source it starts from. */
  entries: Record<string, string>
  outDir: string
  format: 'es' | 'cjs'
}

/** What runs outside the renderer. A sandboxed preload must be one CommonJS file. */
const programs: readonly Program[] = [
  {
    entries: {
      desktop: 'host/entry/desktop.ts',
      serve: 'host/entry/serve.ts',
      cli: 'host/entry/cli.ts',
    },
    outDir: 'dist/host',
    format: 'es',
  },
  { entries: { main: 'electron/main/main.ts' }, outDir: 'dist/electron', format: 'es' },
  { entries: { preload: 'electron/preload/preload.ts' }, outDir: 'dist/electron', format: 'cjs' },
]

// Native binaries stay packages of their own, and Electron brings itself.
const EXTERNAL = ['better-sqlite3', 'electron']

const configOf = (root: string, { entries, outDir, format }: Program): InlineConfig => ({
  configFile: false,
  root,
  logLevel: 'warn',
  plugins: [assetUrls({ root, outDir: join(root, outDir) })],
  ssr: { noExternal: true, external: EXTERNAL, target: 'node' },
  build: {
    ssr: true,
    outDir: join(root, outDir),
    emptyOutDir: false,
    target: 'node24',
    minify: false,
    license: { fileName: `licences-${Object.keys(entries).join('-')}.md` },
    rolldownOptions: {
      external: EXTERNAL,
      input: Object.fromEntries(Object.entries(entries).map(([name, path]) => [name, join(root, path)])),
      output: {
        format,
        entryFileNames: format === 'cjs' ? '[name].cjs' : '[name].js',
        chunkFileNames: '[name]-[hash].js',
      },
    },
  },
})

/** Vite configurations for the programs whose sources are there. */
export const programConfigs = (root: string): InlineConfig[] =>
  programs.flatMap((program) => {
    const entries = Object.entries(program.entries).filter(([, path]) => existsSync(join(root, path)))
    return entries.length === 0 ? [] : [configOf(root, { ...program, entries: Object.fromEntries(entries) })]
  })
