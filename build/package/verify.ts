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

/** Files that the system itself loads or starts; `platform` as their packages name it. */
const binariesOf = (platform: string): string[] => [
  `/node_modules/better-sqlite3/prebuilds/${platform}.node`,
  `/node_modules/@lydell/node-pty-${platform}/pty.node`,
  `/node_modules/@parcel/watcher-${platform}-glibc/watcher.node`,
  `/node_modules/@vscode/ripgrep-${platform}/bin/rg`,
]

const packagesOf = (platform: string): ReadonlySet<string> =>
  new Set([
    ...['better-sqlite3', 'node-pty', `@lydell/node-pty-${platform}`, '@parcel/watcher'],
    ...[`@parcel/watcher-${platform}-glibc`, 'detect-libc', 'is-glob', 'is-extglob', 'picomatch'],
    ...['@vscode/ripgrep', `@vscode/ripgrep-${platform}`],
  ])

/** What must be in the archive of a Linux package, and what must not. */
export const packingProblems = ({ archive, isUnpacked }: Packed, platform: string): string[] => {
  const binaries = binariesOf(platform)
  const wanted = packagesOf(platform)
  const needed = [
    '/package.json',
    '/LICENSE',
    '/dist/electron/main.js',
    '/dist/electron/preload.cjs',
    '/dist/host/desktop.js',
    '/dist/host/pty-process.js',
    '/dist/renderer/index.html',
    '/node_modules/better-sqlite3/lib/index.js',
    ...binaries,
  ]
  const foreign = archive.filter((path) => path.endsWith('.node') && !binaries.includes(path))
  // A scope is a folder of packages, not one.
  const packed = new Set(
    archive.map((path) => /^\/node_modules\/((?:@[^/]+\/)?[^/@][^/]*)/.exec(path)?.[1] ?? ''),
  )
  const sources = archive.filter((path) =>
    /\.tsx?$|\/(deps|src)\/|^\/(test|build|shared|host|renderer)\//.test(path),
  )
  return [
    ...needed.filter((path) => !archive.includes(path)).map((path) => `${path} is missing`),
    ...foreign.map((path) => `${path} is of another platform`),
    ...[...packed].filter((name) => name !== '' && !wanted.has(name)).map((name) => `${name} was packed`),
    ...sources.map((path) => `${path} is a source`),
    ...binaries
      .filter((path) => !isUnpacked(path))
      .map((path) => `${path} is inside the archive, where the system can neither load nor start it`),
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
