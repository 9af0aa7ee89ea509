import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { extractAll, listPackage } from '@electron/asar'
import { build, Platform } from 'electron-builder'
import { packageConfig } from './config.ts'

// What electron-builder looks for in an unpacked Electron; its content does not matter to the packing.
const FAKE_ELECTRON = [
  'electron',
  'version',
  'LICENSE',
  'LICENSES.chromium.html',
  'chrome-sandbox',
  'resources/none',
  'locales/en-US.pak',
]

const fakeElectron = (folder: string): string => {
  for (const name of FAKE_ELECTRON) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), '')
  }
  chmodSync(join(folder, 'electron'), 0o755)
  return folder
}

export interface Packed {
  /** Paths in app.asar, with forward slashes, starting with one. */
  archive: string[]
  /** Whether a path that the archive names lies beside it, where the system can load it. */
  isUnpacked(path: string): boolean
  /** Puts everything where the running program would see it. */
  extractTo(folder: string): void
  dispose(): void
}

/** Packs a project for Linux without Electron itself, which needs no network and takes seconds. */
export const packForInspection = async (projectDir: string): Promise<Packed> => {
  const scratch = mkdtempSync(join(tmpdir(), 'package-'))
  const electronDist = fakeElectron(mkdtempSync(join(scratch, 'electron-')))
  // A fuse is a byte in the real binary.
  const { electronFuses: _, ...config } = packageConfig
  const output = join(scratch, 'out')
  await build({
    projectDir,
    targets: Platform.LINUX.createTarget('dir'),
    config: { ...config, electronDist, directories: { ...config.directories, output } },
  })
  const resources = join(output, 'linux-unpacked/resources')
  const archive = join(resources, 'app.asar')
  return {
    archive: listPackage(archive, { isPack: false }).map((path) => path.replaceAll('\\', '/')),
    isUnpacked: (path) => existsSync(join(resources, 'app.asar.unpacked', path)),
    extractTo: (folder) => extractAll(archive, folder),
    dispose: () => rmSync(scratch, { recursive: true, force: true }),
  }
}

/** What must be in the archive, and what must not; `platform` as the database's package names it. */
export const packingProblems = ({ archive, isUnpacked }: Packed, platform: string): string[] => {
  const binary = `/node_modules/better-sqlite3/prebuilds/${platform}.node`
  const needed = [
    '/package.json',
    '/LICENSE',
    '/dist/electron/main.js',
    '/dist/electron/preload.cjs',
    '/dist/host/desktop.js',
    '/dist/renderer/index.html',
    '/node_modules/better-sqlite3/lib/index.js',
    binary,
  ]
  const foreign = archive.filter((path) => path.endsWith('.node') && path !== binary)
  const packages = new Set(archive.map((path) => /^\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]))
  const sources = archive.filter((path) =>
    /\.tsx?$|\/(deps|src)\/|^\/(test|build|shared|host|renderer)\//.test(path),
  )
  return [
    ...needed.filter((path) => !archive.includes(path)).map((path) => `${path} is missing`),
    ...foreign.map((path) => `${path} is of another platform`),
    ...[...packages]
      .filter((name) => name !== undefined && name !== 'better-sqlite3')
      .map((name) => `${name} was packed`),
    ...sources.map((path) => `${path} is a source`),
    ...(isUnpacked(binary) ? [] : [`${binary} is inside the archive, where the system cannot load it`]),
  ]
}

if (import.meta.main) {
  const { repositoryRoot } = await import('../repository.ts')
  const packed = await packForInspection(repositoryRoot)
  const problems = packingProblems(packed, `linux-${process.arch}`)
  packed.dispose()
  for (const problem of problems) console.error(problem)
  console.log(
    problems.length === 0 ? `The package is right: ${packed.archive.length} files.` : 'The package is wrong.',
  )
  process.exitCode = problems.length === 0 ? 0 : 1
}
