import { existsSync, readdirSync } from 'node:fs'
import { join, parse } from 'node:path'
import type { InlineConfig } from 'vite'
import { assetUrls } from './asset-urls.ts'

interface Program {
  /** Sources that start a program. Each becomes a file of the same name, so that threads are found by name. */
  entries: RegExp
  folder: string
  outDir: string
  format: 'es' | 'cjs'
}

/** What runs outside the renderer. A sandboxed preload must be one CommonJS file. */
const programs: readonly Program[] = [
  {
    folder: 'host/entry',
    entries: /^(desktop|serve|cli|pty-process|.*-thread)\.ts$/,
    outDir: 'dist/host',
    format: 'es',
  },
  { folder: 'central/entry', entries: /^main\.ts$/, outDir: 'dist/central', format: 'es' },
  { folder: 'electron/main', entries: /^main\.ts$/, outDir: 'dist/electron', format: 'es' },
  { folder: 'electron/preload', entries: /^preload\.ts$/, outDir: 'dist/electron', format: 'cjs' },
]

// Native binaries stay packages of their own, and Electron brings itself.
const EXTERNAL = ['@parcel/watcher', '@vscode/ripgrep', 'better-sqlite3', 'electron', 'node-pty']

/** Binaries that packages can do without: the client of the container engine has one to speak ssh faster. */
const optionalBinary = /(^|\/)(sshcrypto|cpufeatures)\.node$/

/** Packages that are CommonJS ask where they are as soon as they load, which an ES module has other words for. */
const places = { __dirname: 'import.meta.dirname', __filename: 'import.meta.filename' }

const configOf = (root: string, { outDir, format }: Program, entries: readonly string[]): InlineConfig => ({
  configFile: false,
  root,
  logLevel: 'warn',
  plugins: [assetUrls({ root, outDir: join(root, outDir) })],
  define: format === 'es' ? places : {},
  ssr: { noExternal: true, external: EXTERNAL, target: 'node' },
  build: {
    ssr: true,
    outDir: join(root, outDir),
    emptyOutDir: false,
    target: 'node24',
    minify: false,
    license: { fileName: `licences-${format}.md` },
    rolldownOptions: {
      external: [...EXTERNAL, optionalBinary],
      input: Object.fromEntries(entries.map((path) => [parse(path).name, path])),
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
  programs
    .filter(({ folder }) => existsSync(join(root, folder)))
    .flatMap((program) => {
      const names = readdirSync(join(root, program.folder)).filter((name) => program.entries.test(name))
      const entries = names.map((name) => join(root, program.folder, name))
      return entries.length === 0 ? [] : [configOf(root, program, entries)]
    })
